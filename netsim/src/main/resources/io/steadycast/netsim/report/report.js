'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const COLOURS = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8c6d31', '#7b4fb3'];
  const TEXT = {
    en: {
      other: '中文', met: 'targets met', missed: 'targets missed', unmeasured: 'not measured', impossible: 'that not even B4 meets', scenarios: 'scenarios', runs: 'runs',
      targets: 'Targets', noTargets: 'This run sets no targets.', onlyMissed: 'only missed ones', all: 'all',
      scenario: 'scenario', policy: 'policy', target: 'target', measured: 'measured', result: 'result', again: 'to see it again',
      metTag: 'met', missedTag: 'MISSED', unmeasuredTag: 'not measured', impossibleTag: 'beyond B4', pairedNote: 'Differences are taken seed by seed: every policy met the same networks.', notRun: 'Not run', details: 'Scenarios',
      intro: 'Every policy met the same networks: a seed gives all of them the same losses, delays and capacities, so that differences between policies are theirs. Numbers are means over seeds, ± is the half width of the 95 % confidence interval (Student’s t). Baselines are there to compare with.',
      explain: 'Open a scenario for its numbers and plots. Plots show the first viewer of the first seed. Red bands are times of at least 200 ms without a new picture.',
      best: 'The best value of each column is bold.', course: 'One run in detail: policy', cdf: 'Across seeds and viewers: metric',
      cdfNote: 'Share of viewers whose value is at most that of the axis. A curve further to the good side wins.', time: 'time (s)', share: 'share of viewers (%)',
      rate: 'Capacity, estimate, sent', rateNote: 'kbit/s, means of half a second. The estimate should follow the capacity from below; sent above capacity fills the queue.',
      layers: 'Layers on the screen', layersNote: 'Spatial and temporal layer, 0 is the lowest.',
      loss: 'Lost and repaired', lossNote: 'Video packets in each tenth of a second.',
      queue: 'Queue', queueNote: 'Milliseconds that a packet waits in front of the bottleneck.',
      delay: 'Playout delay and frame delay', delayNote: 'How long the receiver holds pictures back, and how old a picture is when it is shown (ms).',
      frames: 'Pictures and freezes', framesNote: 'Pictures shown in each second.', audio: 'Audio made up', audioNote: 'Samples in each tenth of a second that had to be concealed.',
      noCourse: 'No course was kept for this scenario.', glossary: 'What the numbers mean',
      capacity_kbps: 'capacity', estimate_kbps: 'estimate', target_kbps: 'target', sent_kbps: 'sent', received_kbps: 'received', media_kbps: 'media',
      layer: 'spatial', temporal_layer: 'temporal', lost_packets: 'lost', repaired_packets: 'repaired', queue_ms: 'queue', playout_ms: 'playout delay',
      frame_delay_ms: 'frame delay', fps: 'pictures per second', concealed_samples: 'concealed', judged: '', baseline: 'baseline', seeds: 'seeds', viewers: 'viewers', viewer: 'viewer', of: 'of'
    },
    zh: {
      other: 'English', met: '项目标达成', missed: '项目标未达成', unmeasured: '项未测量', impossible: '项连 B4 也达不到', scenarios: '个场景', runs: '次运行',
      targets: '目标', noTargets: '本次运行没有设定目标。', onlyMissed: '只看未达成', all: '全部',
      scenario: '场景', policy: '策略', target: '目标', measured: '实测', result: '结果', again: '复现命令',
      metTag: '达成', missedTag: '未达成', unmeasuredTag: '未测量', impossibleTag: 'B4 也未达成', pairedNote: '差值按种子逐一比较：各策略面对的网络完全相同。', notRun: '未运行', details: '各场景',
      intro: '所有策略面对完全相同的网络：同一个种子给出同样的丢包、时延和带宽，因此差异只来自策略本身。数值是各种子的平均值，± 是 95 % 置信区间的半宽（Student t 分布）。基线策略仅供比较。',
      explain: '展开场景可看数据和曲线。曲线取第一个种子的第一位观众；红色区域表示至少 200 毫秒没有新画面。',
      best: '每列最好的值用粗体显示。', course: '单次运行细节：策略', cdf: '按种子与观众的分布：指标',
      cdfNote: '数值不超过横轴的观众比例；曲线越靠近好的一侧越好。', time: '时间（秒）', share: '观众比例（%）',
      rate: '带宽、估计与发送', rateNote: 'kbit/s，半秒平均。估计值应从下方贴近带宽；发送超过带宽会让队列变长。',
      layers: '屏幕上的层', layersNote: '空间层与时间层，0 为最低。',
      loss: '丢失与修复', lossNote: '每十分之一秒的视频包数。',
      queue: '队列', queueNote: '数据包在瓶颈前等待的毫秒数。',
      delay: '播放缓冲与画面时延', delayNote: '接收端为平滑而延后的时间，以及画面显示时的“年龄”（毫秒）。',
      frames: '画面与卡顿', framesNote: '每秒显示的画面数。', audio: '补偿的音频', audioNote: '每十分之一秒被补偿的采样数。',
      noCourse: '此场景没有保留过程曲线。', glossary: '指标说明',
      capacity_kbps: '带宽', estimate_kbps: '估计', target_kbps: '目标', sent_kbps: '发送', received_kbps: '接收', media_kbps: '媒体',
      layer: '空间层', temporal_layer: '时间层', lost_packets: '丢失', repaired_packets: '修复', queue_ms: '队列', playout_ms: '播放缓冲',
      frame_delay_ms: '画面时延', fps: '每秒画面数', concealed_samples: '补偿采样', judged: '', baseline: '基线', seeds: '个种子', viewers: '位观众', viewer: '位观众', of: '/'
    }
  };
  const ZH = {
    'stall-200': ['卡顿率（≥200 ms）', '两幅画面间隔不少于 200 ms 的时间占比'], 'stall-400': ['卡顿率（≥400 ms）', '间隔不少于 400 ms 的时间占比（只有 T0 时间隔为 160 ms）'],
    'stall-500': ['卡顿率（≥500 ms）', '间隔不少于 500 ms 的时间占比，其他厂商的口径'], 'gaps-200': ['≥200 ms 间隔数', '不少于 200 ms 的间隔次数'],
    'stall-free': ['零卡顿观看', '没有任何 200 ms 间隔的观看占比'], 'freeze-count': ['冻结次数', '间隔 ≥ max(3δ, δ+150 ms)，δ 为最近 30 个间隔的平均'],
    'freeze-duration': ['冻结时长', '上述间隔的总时长'], 'freeze-rate': ['每分钟冻结', '每分钟内间隔不少于 500 ms 的时间，与帧率无关'], 'gaps-500': ['≥500 ms 间隔数', '不少于 500 ms 的间隔次数，与帧率无关'],
    'step-convergence': ['逐步收敛', '每次带宽变化后估计值保持在 10 % 以内 2 秒所需时间，取最差'], 'cross-share': ['他流份额', '其他长连接的速率与瓶颈均分之比'], 'pause-count': ['暂停次数', '超过 5 秒的间隔'], 'harmonic-fps': ['调和帧率', '时间除以间隔平方和'],
    'mean-fps': ['平均帧率', '显示画面数除以观看时间'], 'fps-270': ['270p 以上帧率', '不低于 270 行的画面数除以观看时间'], 'first-frame': ['首帧时间', '从进入到第一幅画面'],
    'start-1s': ['秒开率', '1 秒内看到首帧的观看占比'], 'delay-p50': ['画面时延 P50', '采集到显示'], 'delay-p95': ['画面时延 P95', '采集到显示'], 'delay-p99': ['画面时延 P99', '采集到显示'],
    'deadline-miss': ['错过期限', '未能按时显示的帧'], 'overhead': ['冗余开销', '重传、校验和填充字节除以媒体字节（按发送计）'], 'useful-repair': ['有效修复', '真正补回丢包的修复包占比'],
    'network-loss': ['网络丢包', '没有自行到达的视频包'], 'residual-loss': ['残余丢包', '修复后仍对解码器无用的视频包'], 'audio-residual': ['音频补偿', '不得不补偿的音频采样'],
    'utilisation': ['带宽利用率', '线路收到的字节除以带宽积分'], 'media-utilisation': ['媒体利用率', '媒体速率除以 (1−丢包) 乘带宽'], 'media-rate': ['媒体速率', '自行到达或修复的媒体字节除以时间'],
    'received-rate': ['接收速率', '收到的全部字节除以时间'], 'media-vs-oracle': ['相对理想策略', '媒体速率与同种子 B4 之比'], 'estimate': ['带宽估计', '控制器估计的平均值'],
    'estimate-utilisation': ['估计利用率', 'min(估计, 可用带宽) 与可用带宽之比'], 'convergence': ['收敛时间', '速率保持在终值 10 % 以内 2 秒'], 'rise-time': ['上升时间', '带宽上升后用到 90 %，取最差一步'],
    'queue-settle': ['排队消退', '带宽下降后队列低于 100 ms 并保持，取最差一步'], 'overshoot': ['过冲', '带宽下降后 2 秒内队列的 P95'], 'queue-p95': ['队列 P95', '排队时间的第 95 百分位'],
    'false-backoffs': ['误降次数', '没有排队也没有带宽下降时估计下降 10 %'], 'switches': ['切层次数', '屏幕上层的变化'], 'switches-per-step': ['每步切层', '层变化次数除以带宽变化次数'],
    'fair-share': ['公平份额', '速率与瓶颈均分之比，取最小的流'], 'jain': ['Jain 指数', '观众速率的公平指数'], 'keyframe-share': ['关键帧占比', '显示的帧中关键帧的比例'],
    'keyframe-rate': ['关键帧请求', '主播按请求产生的关键帧'], 'qoe': ['体验分', '显示层的质量减去卡顿与切换，0 到 100'], 'alphartc': ['AlphaRTC 分', '按线路到达计算的官方分数'], 'alphartc-repaired': ['AlphaRTC 分（修复后）', '修复之后的同一分数']
  };
  const COLUMNS = ['stall-200', 'freeze-count', 'mean-fps', 'delay-p95', 'first-frame', 'network-loss', 'residual-loss', 'overhead', 'media-rate', 'media-vs-oracle', 'estimate', 'audio-residual', 'switches', 'qoe', 'alphartc', 'jain'];
  const CDFS = ['stall-200', 'freeze-count', 'delay-p95', 'media-rate', 'mean-fps', 'first-frame', 'overhead', 'audio-residual', 'qoe'];
  const metrics = Object.fromEntries(data.metrics.map(metric => [metric.key, metric]));
  let language = (navigator.language || 'en').startsWith('zh') ? 'zh' : 'en';
  let missedOnly = false;
  const opened = new Set();
  const chosen = new Map();
  let plots = [];

  const t = key => TEXT[language][key] ?? key;
  const metricName = key => language === 'zh' && ZH[key] ? ZH[key][0] : key;
  const metricText = key => language === 'zh' && ZH[key] ? ZH[key][1] : metrics[key].description;
  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function node(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith('on')) made.addEventListener(key.slice(2), value);
      else if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : value);
    }
    made.append(...children.filter(child => child !== undefined && child !== null));
    return made;
  }

  function brief(value) {
    if (value === null || value === undefined) return '–';
    const size = Math.abs(value);
    return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2);
  }

  const spread = summary => summary && summary.n > 1 && summary.ci95 !== null && summary.ci95 !== undefined ? ' ±' + brief(summary.ci95) : '';
  const unit = key => metrics[key].unit ? ' ' + metrics[key].unit : '';
  const statusClass = status => status === 'met' ? 'good' : status === 'missed' ? 'bad' : 'none';
  const statusText = status => status === 'met' ? t('metTag') : status === 'missed' ? t('missedTag') : status === 'impossible' ? t('impossibleTag') : t('unmeasuredTag');
  const evidence = target => {
    const found = [];
    if (target.paired) found.push((language === 'zh' ? '与 ' + target.paired + ' 之差 ' : target.paired + ' ') + (target.difference > 0 ? '+' : '') + brief(target.difference) + (target.differenceCi95 ? ' ±' + brief(target.differenceCi95) : ''));
    if (target.status === 'impossible') found.push('B4: ' + brief(target.oracle) + unit(target.metric));
    return found.join('; ');
  };
  const allTargets = () => data.scenarios.flatMap(scenario => scenario.targets.map(target => ({ scenario: scenario.name, ...target })));

  function tile(count, label, kind) {
    return node('div', { class: 'tile' }, node('b', { class: kind || '' }, String(count)), label);
  }

  function renderSummary() {
    const targets = allTargets();
    const count = status => targets.filter(target => target.status === status).length;
    const runs = data.scenarios.reduce((sum, one) => sum + one.policies.reduce((all, policy) => all + policy.runs, 0), 0);
    const tiles = node('div', { class: 'tiles' });
    if (targets.length) {
      tiles.append(tile(count('met'), t('met'), 'good'), tile(count('missed'), t('missed'), count('missed') ? 'bad' : ''));
      if (count('impossible')) tiles.append(tile(count('impossible'), t('impossible'), 'none'));
      if (count('not_measured')) tiles.append(tile(count('not_measured'), t('unmeasured'), 'none'));
    }
    tiles.append(tile(data.scenarios.length, t('scenarios')), tile(runs, t('runs')));
    const section = document.getElementById('summary');
    section.replaceChildren(tiles, node('p', {}, t('intro')));
    if (data.notRun.length) {
      section.append(node('details', { open: data.notRun.length < 6 }, node('summary', {}, t('notRun') + ' (' + data.notRun.length + ')'),
        node('ul', { class: 'note' }, ...data.notRun.map(line => node('li', {}, line)))));
    }
  }

  function renderTargets() {
    const section = document.getElementById('targets');
    const targets = allTargets();
    section.replaceChildren(node('h2', {}, t('targets')));
    if (!targets.length) {
      section.append(node('p', { class: 'note' }, t('noTargets')));
      return;
    }
    const toggle = () => { missedOnly = !missedOnly; renderTargets(); };
    section.append(node('div', { class: 'controls' }, node('button', { type: 'button', onclick: toggle }, missedOnly ? t('all') : t('onlyMissed'))), node('p', { class: 'note' }, t('pairedNote')));
    const rows = targets.filter(target => !missedOnly || target.status === 'missed').map(target => node('tr', {},
      node('td', { class: 'l' }, node('a', { href: '#s-' + target.scenario, onclick: () => open(target.scenario) }, target.scenario)),
      node('td', { class: 'l' }, target.policy),
      node('td', { class: 'l', title: metricText(target.metric) }, target.target),
      node('td', {}, brief(target.mean) + unit(target.metric) + (target.ci95 ? ' ±' + brief(target.ci95) : ''), evidence(target) ? node('small', {}, ' ' + evidence(target)) : ''),
      node('td', { class: 'l ' + statusClass(target.status) }, statusText(target.status)),
      node('td', { class: 'l wrap' }, target.status === 'missed' ? node('code', {}, target.reproduce) : '')));
    section.append(node('div', { class: 'scroll' }, node('table', {},
      node('tr', {}, ...['scenario', 'policy', 'target'].map(key => node('th', { class: 'l' }, t(key))), node('th', {}, t('measured')),
        node('th', { class: 'l' }, t('result')), node('th', { class: 'l' }, t('again'))), ...rows)));
  }

  function open(name) {
    const details = document.getElementById('s-' + name);
    if (details) details.open = true;
  }

  function best(scenario, key) {
    const values = scenario.policies.map(policy => policy.metrics[key]?.mean).filter(value => typeof value === 'number');
    if (values.length < 2) return undefined;
    return metrics[key].better === 'lower' ? Math.min(...values) : Math.max(...values);
  }

  function metricsTable(scenario) {
    const columns = COLUMNS.filter(key => scenario.policies.some(policy => policy.metrics[key]));
    const head = node('tr', {}, node('th', { class: 'l' }, t('policy')),
      ...columns.map(key => node('th', { title: metricText(key) }, metricName(key) + unit(key))));
    const rows = scenario.policies.map((policy, index) => node('tr', {},
      node('td', { class: 'l' }, node('span', { class: 'dot', style: 'background:' + COLOURS[index % COLOURS.length] }), policy.name,
        policy.judged ? '' : node('small', {}, ' ' + t('baseline'))),
      ...columns.map(key => {
        const summary = policy.metrics[key];
        return node('td', { class: summary && summary.mean === best(scenario, key) ? 'best' : '' }, summary ? brief(summary.mean) : '–', node('small', {}, spread(summary)));
      })));
    return node('div', { class: 'scroll' }, node('table', {}, head, ...rows));
  }

  function bands(course) {
    const found = [];
    if (!course.frames) return found;
    let from = -1;
    for (let i = 0; i <= course.samples; i++) {
      const still = i < course.samples && course.frames[i] === 0;
      if (still && from < 0) from = i;
      if (!still && from >= 0) {
        if (i - from >= 2) found.push([from * course.stepS, i * course.stepS]);
        from = -1;
      }
    }
    return found;
  }

  function axes(unitLabel) {
    const grid = { stroke: css('--line'), width: 1 };
    return [
      { stroke: css('--soft'), grid, ticks: grid, label: t('time'), labelSize: 18, size: 34 },
      { stroke: css('--soft'), grid, ticks: grid, label: unitLabel, labelSize: 18, size: 58 }
    ];
  }

  function plot(holder, options, values) {
    const width = () => Math.max(280, holder.clientWidth);
    const made = new uPlot({ width: width(), height: 210, ...options }, values, holder);
    const observer = new ResizeObserver(() => made.setSize({ width: width(), height: 210 }));
    observer.observe(holder);
    plots.push({ made, observer });
  }

  function timePlot(grid, key, course, columns, sync, label, step) {
    const present = columns.filter(column => course[column]);
    if (!present.length) return;
    const holder = node('div', { class: 'plot' }, node('h3', {}, t(key)), node('p', { class: 'note' }, t(key + 'Note')));
    grid.append(holder);
    const times = Array.from({ length: course.samples }, (_, i) => +(i * course.stepS).toFixed(1));
    const stills = bands(course);
    const series = present.map((column, index) => ({
      label: t(column), stroke: column === 'capacity_kbps' ? css('--soft') : COLOURS[index % COLOURS.length], width: column === 'capacity_kbps' ? 2 : 1.5,
      dash: column === 'capacity_kbps' ? [6, 4] : undefined, points: { show: false }, spanGaps: false,
      paths: step ? uPlot.paths.stepped({ align: 1 }) : undefined
    }));
    const draw = chart => {
      chart.ctx.save();
      chart.ctx.fillStyle = css('--band');
      for (const [from, to] of stills) {
        const left = Math.max(chart.bbox.left, chart.valToPos(from, 'x', true));
        const right = Math.min(chart.bbox.left + chart.bbox.width, chart.valToPos(to, 'x', true));
        if (right > left) chart.ctx.fillRect(left, chart.bbox.top, right - left, chart.bbox.height);
      }
      chart.ctx.restore();
    };
    plot(holder, {
      axes: axes(label), scales: { x: { time: false }, y: { range: (chart, low, high) => [Math.min(0, low), Math.max(high * 1.05, step ? 2 : 1)] } },
      cursor: { sync: { key: sync } }, hooks: { drawClear: [draw] }, series: [{ label: t('time') }, ...series]
    }, [times, ...present.map(column => course[column])]);
  }

  function withFps(course) {
    if (!course.frames) return course;
    const fps = course.frames.map((_, i) => {
      const from = Math.max(0, i - 9);
      let sum = 0;
      for (let k = from; k <= i; k++) sum += course.frames[k] || 0;
      return +(sum / ((i - from + 1) * course.stepS)).toFixed(1);
    });
    const smooth = (values, last, combine) => values && values.map((value, i) => value === null ? null : combine(values.slice(Math.max(0, i - last + 1), i + 1).filter(one => one !== null)));
    const mean = values => +(values.reduce((sum, one) => sum + one, 0) / values.length).toFixed(1);
    const rates = Object.fromEntries(['sent_kbps', 'received_kbps', 'media_kbps'].map(key => [key, smooth(course[key], 5, mean)]));
    return { ...course, ...rates, temporal_layer: smooth(course.temporal_layer, 10, values => Math.max(...values)), fps };
  }

  function renderCourse(scenario, grid) {
    const policy = scenario.policies.find(one => one.name === chosen.get(scenario.name)) || scenario.policies.find(one => one.course) || scenario.policies[0];
    if (!policy.course) {
      grid.replaceChildren(node('p', { class: 'note' }, t('noCourse')));
      return;
    }
    grid.replaceChildren();
    const course = withFps(policy.course);
    const sync = 'sync-' + scenario.name;
    timePlot(grid, 'rate', course, ['capacity_kbps', 'estimate_kbps', 'sent_kbps', 'received_kbps', 'media_kbps'], sync, 'kbit/s');
    timePlot(grid, 'layers', course, ['layer', 'temporal_layer'], sync, '', true);
    timePlot(grid, 'loss', course, ['lost_packets', 'repaired_packets'], sync, '');
    timePlot(grid, 'queue', course, ['queue_ms'], sync, 'ms');
    timePlot(grid, 'delay', course, ['playout_ms', 'frame_delay_ms'], sync, 'ms');
    timePlot(grid, 'frames', course, ['fps'], sync, '1/s');
    timePlot(grid, 'audio', course, ['concealed_samples'], sync, '');
  }

  function cdfSeries(sorted, xs) {
    let at = 0;
    return xs.map(x => {
      while (at < sorted.length && sorted[at] <= x) at++;
      return 100 * at / sorted.length;
    });
  }

  function renderCdf(scenario, holder, key) {
    const curves = scenario.policies.filter(policy => policy.cdf[key] && policy.cdf[key].length);
    holder.replaceChildren(node('p', { class: 'note' }, t('cdfNote')));
    const xs = [...new Set(curves.flatMap(policy => policy.cdf[key]))].sort((a, b) => a - b);
    if (!xs.length) return;
    const pad = Math.max((xs[xs.length - 1] - xs[0]) * 0.05, Math.abs(xs[0]) * 0.02, 0.01);
    const grid = [xs[0] - pad, ...xs, xs[xs.length - 1] + pad];
    const all = axes(t('share'));
    all[0].label = metricName(key) + unit(key);
    plot(holder, {
      axes: all, scales: { x: { time: false }, y: { range: [0, 102] } },
      series: [{ label: metricName(key) }, ...curves.map(policy => ({
        label: policy.name, stroke: COLOURS[scenario.policies.indexOf(policy) % COLOURS.length], width: 2, points: { show: false }, paths: uPlot.paths.stepped({ align: 1 })
      }))]
    }, [grid, ...curves.map(policy => cdfSeries(policy.cdf[key], grid))]);
  }

  function fill(scenario, body) {
    const grid = node('div', { class: 'plots' });
    const pick = node('select', { 'aria-label': t('course'), onchange: event => { chosen.set(scenario.name, event.target.value); renderCourse(scenario, grid); } },
      ...scenario.policies.filter(policy => policy.course).map(policy => node('option', { value: policy.name, selected: chosen.get(scenario.name) === policy.name }, policy.name)));
    const cdf = node('div', { class: 'plot' });
    const keys = CDFS.filter(key => scenario.policies.some(policy => policy.cdf[key] && policy.cdf[key].length));
    const pickCdf = node('select', { 'aria-label': t('cdf'), onchange: event => renderCdf(scenario, cdf, event.target.value) },
      ...keys.map(key => node('option', { value: key }, metricName(key))));
    body.replaceChildren(metricsTable(scenario), node('p', { class: 'note' }, t('best')));
    if (pick.options.length) body.append(node('div', { class: 'controls' }, node('b', {}, t('course')), pick), grid);
    if (keys.length) body.append(node('div', { class: 'controls' }, node('b', {}, t('cdf')), pickCdf), cdf);
    if (pick.options.length) renderCourse(scenario, grid);
    if (keys.length) renderCdf(scenario, cdf, keys[0]);
  }

  function renderScenarios() {
    const section = document.getElementById('scenarios');
    section.replaceChildren(node('h2', {}, t('details')), node('p', { class: 'note' }, t('explain')));
    for (const scenario of data.scenarios) {
      const missed = scenario.targets.filter(target => target.status === 'missed').length;
      const beyond = scenario.targets.filter(target => target.status === 'impossible').length;
      const judged = scenario.targets.length - beyond;
      const body = node('div', {});
      const facts = scenario.durationS + ' s · ' + scenario.viewers + ' ' + t(scenario.viewers === 1 ? 'viewer' : 'viewers') + ' · ' + scenario.policies[0].runs + ' ' + t('seeds');
      const details = node('details', { class: 'scenario', id: 's-' + scenario.name },
        node('summary', {}, node('b', {}, scenario.name), node('span', {}, scenario.title), node('span', { class: 'note' }, facts),
          judged ? node('span', { class: 'count ' + (missed ? 'bad' : 'good') }, (judged - missed) + ' ' + t('of') + ' ' + judged + ' ' + t('metTag')) : ''), body);
      details.addEventListener('toggle', () => {
        if (details.open && !body.firstChild) fill(scenario, body);
        details.open ? opened.add(scenario.name) : opened.delete(scenario.name);
      });
      section.append(details);
      if (opened.has(scenario.name)) details.open = true;
    }
  }

  function renderGlossary() {
    const used = new Set(data.scenarios.flatMap(scenario => scenario.policies.flatMap(policy => Object.keys(policy.metrics))));
    document.getElementById('glossary').replaceChildren(node('h2', {}, t('glossary')),
      node('dl', {}, ...data.metrics.filter(metric => used.has(metric.key)).flatMap(metric => [node('dt', {}, metricName(metric.key) + unit(metric.key)), node('dd', {}, metricText(metric.key))])));
  }

  function render() {
    for (const { made, observer } of plots) { observer.disconnect(); made.destroy(); }
    plots = [];
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.getElementById('title').textContent = data.title;
    document.getElementById('command').textContent = data.command;
    const button = document.getElementById('language');
    button.textContent = t('other');
    button.onclick = () => { language = language === 'zh' ? 'en' : 'zh'; render(); };
    renderSummary();
    renderTargets();
    renderScenarios();
    renderGlossary();
  }

  if (data.scenarios.length === 1) opened.add(data.scenarios[0].name);
  if (location.hash.startsWith('#s-')) opened.add(decodeURIComponent(location.hash.slice(3)));
  render();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', render);
})();
