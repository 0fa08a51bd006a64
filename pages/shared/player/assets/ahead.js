// A picture is drawn as soon as it has come, before Streamlit renders the page around it.
//
// At each message Streamlit renders anew all that stands on the page, and only then hears a player of its own. So the
// players read the messages first, and Streamlit gets what came meanwhile together: it renders once for all of it.
// Nothing of Streamlit's that this takes is promised (streamlit_table.py); where it isn't found, all comes as before.

const TOGETHER = 60; // ms for which the messages of a run wait for each other
const DRAWN = 60; // ms after which they wait no longer for the frame of a picture: a covered window has none

class Mail {
  // deliver(message): to Streamlit; show(component): draws what a message brings, true where it could
  constructor(deliver, show) {
    Object.assign(this, { deliver, show, waiting: [], running: false, timer: null, drawn: false });
    this.ended = 0; // runs whose end Streamlit was told; for tests
    this.painted = new MessageChannel();
    this.painted.port1.onmessage = () => this.drawn && this.hand();
  }

  take(message) {
    this.waiting.push(message);
    if (message.type === "newSession") this.running = true;
    if (message.type === "sessionStatusChanged") this.running = message.sessionStatusChanged.scriptIsRunning;
    const component = message.delta?.newElement?.bidiComponent;
    const shown = Boolean(component) && attempt(() => this.show(component));
    if (document.hidden) this.hand();
    else if (this.drawn) return;
    else if (shown) this.awaitFrame();
    else if (!this.running) this.hand();
    else this.timer ??= setTimeout(() => this.hand(), TOGETHER);
  }

  awaitFrame() {
    this.drawn = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hand(), DRAWN);
    requestAnimationFrame(() => this.painted.port2.postMessage(null));
  }

  hand() {
    clearTimeout(this.timer);
    const messages = this.waiting;
    Object.assign(this, { timer: null, drawn: false, waiting: [] });
    for (const message of messages) attempt(() => this.deliver(message));
    if (messages.some(({ type }) => type === "scriptFinished")) this.ended += 1;
  }
}

// An error concerns what it stands in: thrown on, it would end the whole connection.
function attempt(work) {
  try {
    return work();
  } catch (error) {
    reportError(error);
    return false;
  }
}

const heard = new WeakSet(); // connections

// From now on `show` reads the messages first. Once a connection; without effect where Streamlit's isn't found.
export function hearFirst(show) {
  const connection = application()?.connectionManager?.websocketConnection?.args;
  if (typeof connection?.onMessage !== "function" || heard.has(connection)) return;
  heard.add(connection);
  const mail = (window.__mail = new Mail(connection.onMessage, show));
  connection.onMessage = (message) => mail.take(message);
}

// Streamlit's own, as React has it.
function application() {
  const root = document.querySelector("[data-testid=stApp]");
  const name = root && Object.keys(root).find((key) => key.startsWith("__reactFiber$"));
  let fiber = name && root[name];
  while (fiber && !fiber.stateNode?.connectionManager) fiber = fiber.return;
  return fiber?.stateNode;
}
