// Whose piece of the page waits in line for a picture is told the place, in a line of ours at the bottom of the window: no
// new piece of the page comes meanwhile, so the browser asks, and Streamlit's own word for it may be out of sight.

const WAITS = "[data-testid=stSpinner]";
const FIRST = 300; // ms between two looks at whether anything waits
const AGAIN = 2000; // ms between two questions
const turn = Object.assign(document.createElement("p"), { className: "turn", hidden: true });
turn.setAttribute("role", "status");
document.querySelector("[data-testid=stApp]").append(turn);
let visit = "";
let asked = 0;

async function sayPlace() {
  if (!visit || document.hidden || !document.querySelector(WAITS)) {
    turn.hidden = true;
    asked = 0;
    return;
  }
  if (Date.now() - asked < AGAIN) return;
  asked = Date.now();
  const address = new URL(`api/place?visit=${visit}`, location.href.replace(/[?#].*/, ""));
  const { said } = await fetch(address).then((answer) => answer.json()).catch(() => ({}));
  turn.textContent = said || "";
  turn.hidden = !said;
}

setInterval(sayPlace, FIRST);
