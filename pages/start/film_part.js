// A film as a part of the page. That of the first sight (first.js), which plays already, is taken over as it is.

import { unpack } from "../shared/player/assets/wire.js";
import { Film } from "./film.js";

const films = new WeakMap(); // by parent

// For tests and for curious visitors: window.__film["home.hero"].moment
function expose(film) {
  window.__film = window.__film || {};
  window.__film[film.header.key] = film;
}

export default function ({ data, parentElement }) {
  const told = unpack(data);
  let film = films.get(parentElement);
  if (!film) {
    film = window.__first?.lent(told.header.key, parentElement) || new Film(parentElement);
    films.set(parentElement, film);
  }
  film.update(told);
  expose(film);
  const generation = (film.generation = (film.generation || 0) + 1);
  return () => {
    if (film.generation !== generation) return;
    film.unmount();
    films.delete(parentElement);
  };
}
