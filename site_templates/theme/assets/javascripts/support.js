/* "Is it supported now?" in the reader's own time. The page already says it for the day of the build; the hours of the
   week, holidays and the time zone stand in `data-support`. Nothing is sent anywhere. */
(() => {
  "use strict";
  const DAY = 1440;
  const AHEAD = 15;

  const clocks = new Map();
  const clock = (zone) => {
    if (!clocks.has(zone)) {
      clocks.set(zone, new Intl.DateTimeFormat("en-GB", {
        timeZone: zone, hourCycle: "h23", year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
      }));
    }
    return clocks.get(zone);
  };

  /** Date and minute of the day that the clocks of a time zone show. */
  const wall = (zone, moment) => {
    const parts = clock(zone).formatToParts(moment);
    const part = (type) => parts.find((one) => one.type === type).value;
    return { day: `${part("year")}-${part("month")}-${part("day")}`, minute: Number(part("hour")) * 60 + Number(part("minute")) };
  };

  /** Open spans of a date, in minutes of the day. */
  const openOn = (hours, day) => {
    if ((hours.first && day < hours.first) || (hours.last && day > hours.last)) return [];
    if (hours.holidays[day]) return hours.holidays[day];
    const start = ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) * DAY;
    return hours.week.map(([from, to]) => [Math.max(from - start, 0), Math.min(to - start, DAY)]).filter(([from, to]) => from < to);
  };

  const isOpen = (hours, moment) => {
    const now = wall(hours.zone, moment);
    return openOn(hours, now.day).some(([from, to]) => from <= now.minute && now.minute < to);
  };

  /** The next moment at which it opens or closes: steps of a quarter of an hour, then of a minute. */
  const nextChange = (hours, from) => {
    const state = isOpen(hours, from);
    const minute = 60000;
    let last = Math.floor(from.getTime() / minute) * minute;
    for (let step = 0; step < AHEAD * 96; step += 1) {
      const next = last + 15 * minute;
      if (isOpen(hours, new Date(next)) !== state) {
        for (let at = last + minute; at <= next; at += minute) {
          if (isOpen(hours, new Date(at)) !== state) return new Date(at);
        }
      }
      last = next;
    }
    return null;
  };

  const say = (moment) => moment.toLocaleString("en-GB", {
    weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit",
  });

  /** In a few words, for lists: the day only where it is not today. */
  const brief = (moment, now) => moment.toLocaleString("en-GB", {
    ...(moment.toDateString() === now.toDateString() ? {} : { weekday: "short" }), hour: "2-digit", minute: "2-digit",
  });

  for (const box of document.querySelectorAll("[data-support]")) {
    try {
      const said = box.dataset.support; // the hours, or the id of an element that has them for many
      const hours = JSON.parse(said.startsWith("{") ? said : document.getElementById(said).dataset.hours);
      const now = new Date();
      const open = isOpen(hours, now);
      const change = nextChange(hours, now);
      const line = box.querySelector(".support__now");
      if (box.classList.contains("support-brief")) {
        const at = change ? ` ${brief(change, now)}` : "";
        line.textContent = open ? `● Help now${at && `, until${at}`}` : `○ ${at ? `Help again${at}` : "No help for now"}`;
      } else {
        const until = change ? `${open ? " until " : "; opens "}${say(change)}, your time` : "";
        line.textContent = `${open ? "● Supported now" : "○ Not supported now"}${until}.`;
      }
      line.hidden = false;
      box.querySelector(".support__built").hidden = true;
      box.classList.toggle("tone-ok", open);
      box.classList.toggle("tone-warn", !open);
    } catch {
      continue; // a browser without the time zone keeps what the page says
    }
  }
})();
