// One colour, one quantity. Each pair has a contrast of at least 4.5 against its background.

const ROLE_COLOURS = {
  light: { ink: "#1e3a8a", clean: "#0f766e", noise: "#6d28d9", noisy: "#475569", guess: "#ab4d06" },
  dark: { ink: "#93b4ff", clean: "#2dd4bf", noise: "#b9a0ff", noisy: "#a9b8cb", guess: "#fdaa5c" },
};
// Of lines that stand for none of these quantities: the three channels in their own colours, and a hue for each schedule.
const HUES = {
  light: { red: "#b91c1c", green: "#15803d", blue: "#1d4ed8", cosine: "#0e7490", linear: "#a21caf", "scaled linear": "#8a5a00", other: "#4d5d10" },
  dark: { red: "#ff9a91", green: "#79dd92", blue: "#93b4ff", cosine: "#67dcf2", linear: "#f0a5f7", "scaled linear": "#e8c163", other: "#c9d86f" },
};
export const ROLE_WORDS = { plain: "", ink: "", clean: "clean", noise: "noise", noisy: "noisy", guess: "guess" };
// Lines differ in their dashes too, so that colour is never the only carrier.
const ROLE_DASHES = { plain: [], ink: [], clean: [], noise: [6, 3], noisy: [2, 3], guess: [9, 3, 2, 3] };
const DASHES = { solid: [], dashed: [7, 4] };
export const dashesOf = (dash, role) => DASHES[dash] || ROLE_DASHES[role];

// What drawing needs to know of the theme, read from the variables that Streamlit sets around the component.
export function themeOf(element) {
  const styles = getComputedStyle(element);
  const get = (name, otherwise) => styles.getPropertyValue(name).trim() || otherwise;
  const background = get("--st-background-color", "#ffffff");
  const textColour = get("--st-text-color", "#1a1a1a");
  const dark = luminance(background) < 0.4;
  return {
    dark,
    background,
    text: textColour,
    font: get("--st-font", "sans-serif"),
    rem: parseFloat(getComputedStyle(document.documentElement).fontSize) || 16,
    roles: { plain: textColour, ...ROLE_COLOURS[dark ? "dark" : "light"] },
    hues: HUES[dark ? "dark" : "light"],
  };
}

export const lineColour = (theme, { role, hue }) => theme.hues[hue] || theme.roles[role];

// The words below a chart stand in the colours of its lines.
export function colourLegend(legend, theme, lines) {
  lines.forEach((line, i) => (legend.children[i].style.color = lineColour(theme, line)));
}

export function rgb(colour) {
  const digits = colour.slice(1);
  const wide = digits.length < 6 ? [...digits].map((d) => d + d).join("") : digits;
  return [0, 2, 4].map((at) => parseInt(wide.slice(at, at + 2), 16));
}

function luminance(colour) {
  const parts = colour.startsWith("#") ? rgb(colour) : (colour.match(/[\d.]+/g) || [255, 255, 255]).map(Number);
  return (0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]) / 255;
}
