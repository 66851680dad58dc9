'use strict';
// Keys, ready replies into their box, and one press per form. Every page works without.
(() => {
  const stored = name => { try { return localStorage.getItem(name); } catch { return null; } };
  const store = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private mode */ } };
  const one = query => document.querySelector(query);
  const dialog = one('#keys');
  let on = stored('motcua-keys') !== 'off';
  if (dialog) {
    const hint = one('.keys-hint');
    const tick = one('#keys-on');
    hint.hidden = false;
    tick.checked = on;
    tick.addEventListener('change', () => { on = tick.checked; store('motcua-keys', on ? 'on' : 'off'); });
    one('#keys-show').addEventListener('click', () => dialog.showModal());
    // Left on the box inside, the next key would be taken for typing.
    dialog.addEventListener('close', () => document.activeElement.blur());
  }

  const rows = [...document.querySelectorAll('table.cases tbody tr')];
  let at = -1;
  const choose = step => {
    if (!rows.length) return;
    if (at >= 0) rows[at].classList.remove('chosen');
    at = Math.max(0, Math.min(rows.length - 1, at + step));
    rows[at].classList.add('chosen');
    rows[at].querySelector('a').focus();
  };
  const open = key => {
    const target = one(`[data-key="${key}"]`);
    if (!target) return;
    if (target.tagName !== 'SUMMARY') { target.focus(); return; }
    target.parentElement.open = true;
    const box = target.parentElement.querySelector('textarea,select,input:not([type=hidden])');
    (box || target).focus();
  };
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.target.closest('input,textarea,select,dialog')) return;
    if (event.key === '?' && dialog) { dialog.showModal(); event.preventDefault(); return; }
    if (!on) return;
    if (event.key === 'j') choose(1);
    else if (event.key === 'k') choose(-1);
    else if (event.key === '/') { const box = one('#tim'); if (!box) return; box.focus(); }
    else if (event.key === 'u') { const back = one('#back'); if (!back) return; back.click(); }
    else if ('nthcg'.includes(event.key)) open(event.key);
    else return;
    event.preventDefault();
  });

  document.addEventListener('click', event => {
    const link = event.target.closest('a[data-text]');
    if (!link) return;
    const box = document.getElementById(link.dataset.into);
    if (!box) return;
    event.preventDefault();
    const before = box.value.trim();
    box.value = before ? `${before}\n${link.dataset.text}` : link.dataset.text;
    link.closest('details').open = false;
    box.focus();
    const blank = box.value.indexOf('[');
    if (blank >= 0) box.setSelectionRange(blank, box.value.indexOf(']', blank) + 1);
  });

  document.addEventListener('submit', event => {
    const form = event.target;
    if (form.method !== 'post') return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = '1';
    form.setAttribute('aria-busy', 'true');
  });
  addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sent]')) {
      delete form.dataset.sent;
      form.removeAttribute('aria-busy');
    }
  });
  const all = one('#tick-all');
  if (all) {
    const boxes = [...document.querySelectorAll('input[type=checkbox][name=ho_so]')];
    all.hidden = false;
    all.querySelector('input').addEventListener('change', event => {
      for (const box of boxes) box.checked = event.target.checked;
    });
  }
  const shelf = one('form[data-parts]');
  const AT_ONCE = 40;
  // A long list goes in parts, so that one sees how far it is; each part stands by itself.
  if (shelf) {
    shelf.addEventListener('submit', async event => {
      const boxes = [...shelf.querySelectorAll('input[name=ho_so]')];
      const but = shelf.querySelector('input[name=cach]:checked').value === 'tru';
      const chosen = boxes.filter(box => box.checked !== but).map(box => box.value);
      if (chosen.length <= AT_ONCE) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const line = one('#progress');
      const bar = line.querySelector('progress');
      const told = line.querySelector('span');
      // Everything but the list itself says what is to be done with each part of it.
      const said = [...new FormData(shelf)].filter(([name]) => !['ho_so', 'hien', 'cach'].includes(name));
      if (event.submitter) said.push([event.submitter.name, event.submitter.value]);
      for (const button of shelf.querySelectorAll('button')) button.disabled = true;
      line.hidden = false;
      bar.max = chosen.length;
      let good = 0;
      try {
        for (let start = 0; start < chosen.length; start += AT_ONCE) {
          const part = chosen.slice(start, start + AT_ONCE);
          const body = new URLSearchParams([...said, ['cach', 'chon']]);
          for (const number of part) body.append('ho_so', number);
          const sent = await fetch(shelf.action, { method: 'POST', body, headers: { Accept: 'application/json' } });
          if (!sent.ok) throw new Error(String(sent.status));
          good += (await sent.json()).told.filter(one => one.done).length;
          bar.value = start + part.length;
          told.textContent = `${bar.value}/${chosen.length}`;
        }
        told.textContent = `Xong: ${good}/${chosen.length} hồ sơ đã ghi. `;
        const again = document.createElement('a');
        again.href = location.pathname;
        again.textContent = 'Tải lại danh sách';
        told.append(again);
        again.focus();
      } catch {
        told.textContent = `Mới ghi được ${good} hồ sơ. Tải lại trang để xem phần còn lại.`;
      }
    });
  }
  // How far a broadcast is: asked again while it moves; without this the page is loaded anew.
  const moving = one('#moving');
  if (moving) {
    const bar = moving.querySelector('progress');
    const told = moving.querySelector('span');
    const ask = async () => {
      try {
        const got = await fetch(moving.dataset.from, { headers: { Accept: 'application/json' } });
        if (!got.ok) return;
        const found = await got.json();
        if (found.state !== moving.dataset.state) { location.reload(); return; }
        bar.max = Math.max(1, found.whole);
        bar.value = found.settled;
        told.textContent = found.told;
      } catch { /* the network is away for a moment */ }
      setTimeout(ask, 4000);
    };
    setTimeout(ask, 4000);
  }
  const trouble = one('#trouble');
  if (trouble) { trouble.tabIndex = -1; trouble.focus(); }
})();
