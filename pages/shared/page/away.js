// While the server can't be reached: one line of ours, in place of Streamlit's box, which speaks of Streamlit and shuts the
// page away. What is there can still be looked at; when the server is back, so is the page, by itself.

const SAID = "The server can't be reached just now. As soon as it's back, this page goes on by itself, bets included.";
const PATIENT = 1500; // ms: a short break is nobody's business
const BOX = "[data-testid=stDialog]";

function lookAfter(app) {
  const line = Object.assign(document.createElement("p"), { className: "away", hidden: true, textContent: SAID });
  line.setAttribute("role", "status");
  app.append(line);
  const boxes = new MutationObserver(() => document.querySelector(`${BOX} button`)?.click());
  let later = 0;
  const tell = () => {
    const away = app.dataset.testConnectionState !== "CONNECTED";
    document.body.classList.toggle("is-away", away);
    clearTimeout(later);
    boxes.disconnect();
    line.hidden = true;
    if (!away) return;
    boxes.observe(document.body, { childList: true });
    later = setTimeout(() => (line.hidden = false), PATIENT);
  };
  new MutationObserver(tell).observe(app, { attributeFilter: ["data-test-connection-state"] });
}

lookAfter(document.querySelector("[data-testid=stApp]"));
