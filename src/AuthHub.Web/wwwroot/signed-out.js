// Goes on to the waiting app when the other apps have been told, or when that takes too long. Without this file the link does it.
(() => {
  "use strict";
  const next = document.getElementById("next");
  if (!next) {
    return;
  }
  const goOn = () => location.replace(next.href);
  // The page counts as loaded when its frames are.
  if (document.readyState === "complete") {
    goOn();
  } else {
    window.addEventListener("load", goOn);
    setTimeout(goOn, 5000);
  }
})();
