// Leads an old link on to where its experiment stands now (moves.py holds the table). The heading that it names counts
// first, then the parameters and the moments of films. All parameters go along.

export default function ({ data }) {
  const address = led(location, data);
  if (!address) return;
  const elsewhere = address.pathname !== location.pathname;
  // a page that was left behind is no place for the button back
  if (elsewhere || address.search !== location.search) location.replace(address.href);
  else {
    history.replaceState(history.state, "", address.href);
    document.getElementById(address.hash.slice(1))?.scrollIntoView();
  }
}

// The address of today for one of old; null for one that is good as it stands.
function led(here, { path, moves }) {
  const heading = decodeURIComponent(here.hash.slice(1));
  const values = new URLSearchParams(here.search);
  const moments = (values.get("moment") || "").split("~");
  const named = (one) =>
    values.has(one.box) || one.names.some((name) => [...values.keys(), ...moments].some((word) => word.startsWith(name)));
  const move = moves.find((one) => one.from === heading) || (!heading && moves.find(named));
  if (!move) return null;
  const address = new URL(here.href);
  for (const one of moves.filter((each) => values.has(each.box))) {
    address.searchParams.set(one.now, address.searchParams.get(one.box));
    address.searchParams.delete(one.box);
  }
  const [setting, value] = move.opens.split("=");
  if (setting && !address.searchParams.has(setting)) address.searchParams.set(setting, value);
  if (move.page !== path) address.pathname = here.pathname.replace(/[^/]*\/?$/, move.page);
  address.hash = move.to;
  return address;
}
