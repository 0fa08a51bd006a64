"""What stands on a canvas."""

import base64

import numpy as np
from playwright.sync_api import Locator

# one text: a list of so many numbers takes Playwright seconds
_LOOK = """canvas => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let text = "";
  for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
  return [canvas.width, canvas.height, btoa(text)];
}"""


def pixels_of(canvas: Locator) -> np.ndarray:
    """(H, W, 4) uint8: red, green, blue, and how opaque."""
    width, height, text = canvas.evaluate(_LOOK)
    return np.frombuffer(base64.b64decode(text), np.uint8).reshape(height, width, 4)
