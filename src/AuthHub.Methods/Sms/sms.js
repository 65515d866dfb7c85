// Comfort for the boxes of a text-message code: typing moves on, pasting or filling in a whole code spreads over all.
// Everything works without it: the server joins the boxes.
(() => {
  "use strict";

  for (const group of document.querySelectorAll(".js-boxes")) {
    const boxes = [...group.querySelectorAll("input")];

    const spread = (from) => {
      let rest = boxes[from].value.replace(/[^0-9a-z]/gi, "");
      for (let at = from; at < boxes.length; at++) {
        const size = Number(boxes[at].dataset.size);
        if (at > from && rest.length === 0) {
          return;
        }
        boxes[at].value = rest.slice(0, size).toUpperCase();
        rest = rest.slice(size);
        if (boxes[at].value.length < size) {
          boxes[at].focus();
          return;
        }
        boxes[Math.min(at + 1, boxes.length - 1)].focus();
      }
    };

    boxes.forEach((box, index) => {
      box.addEventListener("input", (event) => {
        if (!event.isComposing && box.value.replace(/[^0-9a-z]/gi, "").length >= Number(box.dataset.size)) {
          spread(index);
        }
      });
      box.addEventListener("keydown", (event) => {
        if (event.key === "Backspace" && box.value === "" && index > 0) {
          boxes[index - 1].focus();
        }
      });
    });
  }

  for (const button of document.querySelectorAll(".js-resend")) {
    button.disabled = true;
    setTimeout(() => { button.disabled = false; }, Number(button.dataset.wait) * 1000);
  }
})();
