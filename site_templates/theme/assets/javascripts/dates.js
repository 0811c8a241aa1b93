/* The site is built for one day; this checks the dates again on the day it is read. A banner that was hidden at build
   is shown once its date has passed; a date in a table is marked. Nothing is sent anywhere. */
(() => {
  "use strict";
  const now = new Date();
  const today = [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
  for (const element of document.querySelectorAll("[data-due]")) {
    if (element.dataset.due < today) {
      element.hidden = false;
      element.classList.add("is-due");
    }
  }
})();
