// Reads the bets that this browser has kept, once a visit, and tells the page; and forgets them when asked to. To a server
// that was begun anew a page that stayed open is a new visit.
// Nothing of it is stored on the server.

const STORE = "ink.bets";
const MOST = 400; // entries
let told = ""; // the visit that has been told

function kept() {
  try {
    return Object.entries(JSON.parse(localStorage.getItem(STORE) || "{}")).slice(-MOST);
  } catch {
    return [];
  }
}

export default function ({ data, setTriggerValue }) {
  if (data.forget) {
    try {
      localStorage.removeItem(STORE);
    } catch {
      // no storage
    }
    return;
  }
  if (data.known || told === data.visit) return;
  told = data.visit;
  const guesses = kept().filter(([, one]) => one && typeof one.v === "string" && typeof one.a === "string");
  if (guesses.length) setTriggerValue("kept", guesses.map(([key, one]) => [key, one.v, one.a]));
}
