"use strict";
// The chat without page loads. Without this file the same forms work by plain posts.
(function () {
  var form = document.getElementById("hoi");
  var log = document.getElementById("log");
  if (!form || !log || !window.fetch || !window.EventSource) return;
  var box = document.getElementById("o");
  var button = form.querySelector(".send");
  var clip = document.getElementById("tep"), fold = document.getElementById("kem");
  var MAX = 4000, MAX_FILE = 10000000;
  var last = Number(log.dataset.last) || 0;
  var stream = null, retry = 1000, timer = 0, sending = false, awaited = false, lastButton = null;

  function nonce() {
    var bytes = new Uint8Array(12);
    crypto.getRandomValues(bytes);
    return Array.prototype.map.call(bytes, function (b) { return ("0" + b.toString(16)).slice(-2); }).join("");
  }
  function element(tag, name, text) {
    var made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return made;
  }

  // What is shown
  function notice(text) {
    var shown = document.getElementById("bao");
    if (!text) { if (shown) shown.remove(); return; }
    if (!shown) {
      shown = element("p", "notice");
      shown.id = "bao";
      shown.setAttribute("role", "alert");
      form.prepend(shown);
    }
    shown.textContent = text;
  }
  function typing(on) {
    var mark = document.getElementById("dang-tim");
    if (!on) { if (mark) mark.remove(); return; }
    if (!mark) {
      mark = element("p", "typing");
      mark.id = "dang-tim";
      mark.append(element("i"), element("i"), element("i"), " Em đang tìm câu trả lời…");
    }
    log.after(mark);
  }
  function reveal(node) {
    var calm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    node.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" });
  }
  function mine(text) {
    var welcome = document.getElementById("chao");
    if (welcome) welcome.remove();
    var made = element("div", "msg me wait");
    made.append(element("p", "sr", "Anh/chị:"), element("p", "", text));
    log.append(made);
    awaited = true;
    reveal(made);
    return made;
  }
  function received(one) {
    if (one.seq <= last) return;
    last = one.seq;
    var holder = element("div");
    holder.innerHTML = one.html; // rendered and escaped by our own server
    var made = holder.firstElementChild;
    var sent = one.mine && log.querySelector(".wait");
    if (sent) { sent.replaceWith(made); return; }
    var next = log.querySelector(".wait");
    if (made.querySelector(".choices.now")) {
      document.querySelectorAll("#log .choices.now, .msg .choices.now").forEach(function (old) {
        old.classList.remove("now");
        var hint = old.querySelector(".hint");
        if (hint) hint.remove();
        old.querySelectorAll(".n").forEach(function (n) { n.remove(); });
      });
    }
    if (next && one.mine) next.before(made); else log.append(made);
    if (!one.mine) { typing(false); show(); }
    tools();
  }
  // The question at the top of the window and the answer under it; nothing jumps under a reader
  // who has scrolled away, or at a message nobody asked for.
  function show() {
    var asked = log.querySelectorAll(".me");
    if (awaited && asked.length) reveal(asked[asked.length - 1]);
  }
  function tools() {
    if (document.getElementById("xoa")) return;
    var line = element("p", "tools");
    line.id = "xoa";
    var link = element("a", "", "Xoá cuộc trò chuyện này");
    link.href = "/tro-chuyen/xoa";
    line.append(link);
    log.parentNode.append(line);
  }

  // What arrives
  function listen() {
    clearTimeout(timer);
    if (stream) stream.close();
    stream = new EventSource("/tro-chuyen/tin?sau=" + last);
    stream.onopen = function () { retry = 1000; };
    stream.onmessage = function (event) { received(JSON.parse(event.data)); };
    stream.addEventListener("state", function (event) { typing(JSON.parse(event.data).waiting); });
    stream.onerror = function () {
      // A dropped line reconnects by itself; a refusal closes the stream for good.
      if (stream.readyState === EventSource.CLOSED) again();
    };
  }
  function again() {
    clearTimeout(timer);
    timer = setTimeout(function () { look().then(listen, again); }, retry);
    retry = Math.min(retry * 2, 30000);
  }
  function look() {
    return fetch("/tro-chuyen/tin?sau=" + last, { headers: { Accept: "application/json" } })
      .then(function (answer) {
        if (answer.status === 204) { // our cookie did not come back
          if (log.querySelector(".wait")) notice("Trình duyệt đang chặn cookie nên em không trả lời " +
            "ở đây được. Anh/chị bật cookie cho trang này hoặc gọi điện cho phường giúp em.");
          typing(false);
          return;
        }
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.json().then(function (news) {
          news.messages.forEach(received);
          typing(news.waiting);
        });
      });
  }

  // A line that swallows events (some proxies hold them back) must not leave a question waiting.
  setInterval(function () {
    if (!sending && (log.querySelector(".wait") || document.getElementById("dang-tim"))) {
      look().catch(function () { });
    }
  }, 4000);

  // What is sent
  function send(fields, shownText, onFail) {
    sending = true;
    button.setAttribute("aria-disabled", "true");
    notice("");
    var shown = mine(shownText);
    typing(true);
    return fetch("/tro-chuyen", {
      method: "POST",
      headers: { Accept: "application/json" },
      body: fields.tep ? multipart(fields) : new URLSearchParams(fields)
    }).then(function (answer) {
      return answer.json().then(function (told) {
        if (!answer.ok) throw told;
        document.querySelectorAll('input[name="start"]').forEach(function (one) { one.remove(); });
        if (!stream || stream.readyState === EventSource.CLOSED) listen();
      });
    }).catch(function (told) {
      shown.remove();
      typing(false);
      onFail();
      notice(told && told.error ? told.error :
        "Mất kết nối nên tin chưa gửi được. Nội dung vẫn còn, anh/chị bấm Gửi lại giúp em.");
    }).then(function () {
      sending = false;
      button.removeAttribute("aria-disabled");
    });
  }
  function multipart(fields) {
    var data = new FormData();
    Object.keys(fields).forEach(function (name) { data.append(name, fields[name]); });
    return data;
  }
  function fieldsOf(source) {
    var start = source.querySelector('input[name="start"]') || form.querySelector('input[name="start"]');
    var fields = { nonce: nonce() };
    if (start) fields.start = start.value;
    return fields;
  }
  function ask() {
    var text = box.value.trim();
    var chosen = clip.files, file = chosen[0];
    if (!text && !file) { notice("Anh/chị chưa nhập câu hỏi."); box.focus(); return; }
    if (file && file.size > MAX_FILE) {
      notice("Ảnh này lớn hơn 10 MB nên em chưa nhận được. Anh/chị chọn ảnh nhỏ hơn giúp em.");
      clip.focus();
      return;
    }
    if (Array.from(text).length > MAX) {
      notice("Tin nhắn dài " + Array.from(text).length.toLocaleString("vi") + " ký tự, em chỉ nhận được " +
        "4.000. Anh/chị rút ngắn hoặc chia thành vài tin giúp em.");
      box.focus();
      return;
    }
    var fields = fieldsOf(form);
    fields.text = text;
    if (file) fields.tep = file;
    box.value = "";
    clip.value = "";
    fold.open = false;
    fit();
    send(fields, file ? "Đã gửi một tệp" + (text ? ": " + text : "") : text, function () {
      if (!box.value) { box.value = text; fit(); }
      if (file) { clip.files = chosen; fold.open = true; }
      box.focus();
    });
  }
  function choose(source, tapped) {
    var fields = fieldsOf(source);
    fields.action = tapped.value;
    var label = tapped.querySelector("span:last-child") || tapped;
    box.focus({ preventScroll: true });
    if (window.matchMedia("(pointer: coarse)").matches) box.blur(); // no keyboard over the answer
    send(fields, label.textContent.trim(), function () { tapped.focus(); });
  }
  function fit() {
    box.style.height = "auto";
    box.style.height = Math.min(box.scrollHeight + 2, 152) + "px";
  }

  document.addEventListener("click", function (event) {
    lastButton = event.target.closest ? event.target.closest("button[name=action]") : null;
  }, true);
  document.addEventListener("submit", function (event) {
    var source = event.target;
    if (source.getAttribute("action") !== "/tro-chuyen") return;
    event.preventDefault();
    if (sending) return;
    if (source === form) ask();
    else {
      var tapped = event.submitter || lastButton;
      if (tapped) choose(source, tapped);
    }
  });
  box.addEventListener("keydown", function (event) {
    // Enter sends where there is a real keyboard; never while a Vietnamese input method composes.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    if (!window.matchMedia("(pointer: fine)").matches) return;
    event.preventDefault();
    if (!sending) ask();
  });
  box.addEventListener("input", fit);
  window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });
  window.addEventListener("online", listen);
  ["wheel", "touchmove"].forEach(function (kind) {
    window.addEventListener(kind, function () { awaited = false; }, { passive: true });
  });

  typing(log.dataset.waiting === "yes");
  fit();
  if (last || log.dataset.waiting === "yes") listen();
  var newest = document.getElementById("moi");
  if (newest && !location.hash) newest.scrollIntoView();
})();
