/* A former address: go on to the present one, keeping the place on the page and leaving the way back open. */
(() => {
  "use strict";
  const link = document.querySelector("a[data-moved]");
  if (link) location.replace(link.href + location.hash);
})();
