// "Link to this state": copies the address as it stands now, with the moment that the player wrote into it.

const SAID = 4000; // ms that a word stands: the next change makes another address

export default function ({ parentElement }) {
  if (parentElement.querySelector("button")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Link to this state";
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  const address = document.createElement("input");
  address.readOnly = true;
  address.hidden = true;
  address.setAttribute("aria-label", "The address of this state");
  button.addEventListener("click", () => copy(address, status));
  parentElement.append(button, status, address);
}

// On plain http in a classroom the browser has no clipboard: then the address itself is shown.
async function copy(address, status) {
  const here = window.location.href;
  try {
    await navigator.clipboard.writeText(here);
    status.textContent = "Copied.";
    setTimeout(() => (status.textContent = ""), SAID);
    address.hidden = true;
  } catch {
    address.value = here;
    address.hidden = false;
    address.focus();
    address.select();
    status.textContent = "Copy this address:";
  }
}
