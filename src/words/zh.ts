/** Chinese: every sentence of the page. */
import type { Words } from './en.ts';

const states = '词嵌入、除最后一块之外各块的输出以及最终 RMSNorm 的输出';

const sink = (threshold: string) => ({
  title: `汇聚率 ${threshold}`,
  unit: '头的比例',
  definition: `对所有查询取平均（各行不重新缩放）、落在第一个词元上的权重超过 ${threshold} 的注意力头所占的比例；它随文本变长而下降，因此只能在相同的 T 下比较。`,
});

export const zh: Words = {
  language: '中文',
  name: 'Softpick Explorer',
  statement: '用你的文本，在浏览器中实时计算两个语言模型的每一个注意力头。',
  paper: 'Softpick: No Attention Sink, No Massive Activations with Rectified Softmax',

  copyLink: '复制链接',
  linkCopied: '链接已复制',
  linkNotCopied: '未能复制：请从地址栏复制',
  darkTheme: '深色主题',
  chooseLanguage: '语言',
  linkTrouble: '关于链接',
  linkNotes: '链接有一部分无法读取，其余部分已照做。',
  dismiss: '知道了',
  openInExplorer: '在 Softpick Explorer 中打开',

  text: '文本',
  question: '文本与词元',
  presets: '示例文本',
  empty: '输入一段文本，查看它的注意力图。',
  tokens: '词元',
  tokensOf: (model) => `词元，${model}`,
  tokensMoreThan: (longest) => `超过 ${longest} 个词元`,
  tokensUpTo: (longest) => `最多 ${longest} 个词元`,
  tokensUsed: (tokens, longest) => `${tokens} / ${longest} 个词元`,

  loading: '正在加载',
  loadingDone: (loaded, total) => `${loaded} / ${total} MB`,
  loadingBytes: (done, stored) => `正在加载 ${done}${stored ? '（已存于本机）' : ''}`,
  toLoad: (megabytes) => `需加载 ${megabytes} MB，仅一次`,

  controls: '注意力图的颜色',
  scale: '刻度',
  scales: { linear: '线性', sqrt: '平方根', log: '对数' },
  range: '范围',
  ranges: { one: '所有头均为 0–1', layer: '各层自己的', head: '各头自己的' },
  palette: '配色',
  palettes: { warm: '暖色', safe: '色盲友好', print: '打印用灰度' },
  weight: '权重',
  weightUpTo: { layer: '权重，上限为本层最大值', head: '权重，上限为该头最大值' },
  largestOf: { layer: '本层最大值', head: '该头最大值' },
  exactZero: '恰为 0',
  masked: '被遮蔽（之后的词元）',

  models: ['左侧模型', '右侧模型'],
  status: { waiting: '', loading: '正在加载…', running: '正在计算…', done: '', failed: '' },
  gated: '，每个输出再乘以 σ(门控)',
  ruleAbout: (title, origin, rowSum) => `${title}，${origin}；行和 ${rowSum}`,
  onGpu: (name, rounded) => `WebGPU · ${name}${rounded ? ' · q 与 k 以 f16 保存' : ''}`,
  onCpu: (reason) => `CPU（WASM），没有 WebGPU：${reason}`,
  took: (note, milliseconds) => `${note}；从文本到这些数字用了 ${milliseconds} 毫秒`,
  recovering: '图形设备已丢失，正在重新启动…',
  previousText: '来自上一段文本',
  previousModel: '来自上一个模型',
  downloadJson: '下载 JSON',

  length: (tokens) => (tokens === null ? 'T = –' : `T = ${tokens} 个词元`),
  tooShort: '文本太短',
  here: (aside) => `此处：${aside}。`,
  authors: (values) => `论文作者的模型：${values}。`,
  authorsAt: (values, tokens) => `论文作者的模型（T = ${tokens}）：${values}。`,
  countOf: (count, all) => `${count} / ${all}`,
  metrics: {
    sink02: sink('0.2'),
    sink03: sink('0.3'),
    zero: {
      title: '稀疏度',
      unit: '权重的比例',
      definition: '所有头的下三角（含对角线）中，以 32 位浮点数计恰为 0 的权重所占的比例。',
    },
    zero16: {
      title: '稀疏度（f16）',
      unit: '权重的比例',
      definition:
        '所有头的下三角（含对角线）中，舍入为 16 位浮点数后恰为 0 的权重所占的比例，与论文作者的计法相同。',
    },
    silent: {
      title: '静默头',
      unit: '头',
      definition:
        '在这段文本至少 95 % 的词元上，输出的每个通道都小于 1e-6 的头；论文在 500 万个词元上都如此时才称之为死头。',
    },
    nll: {
      title: '下一词元损失',
      unit: '纳特每词元',
      definition: '除第一个词元外，对所有词元取 −ln（模型给它的概率）的平均值。',
    },
    kurt: {
      title: '峰度',
      unit: '无；正态分布为 3',
      definition: `${states}的全部数值合在一起的皮尔逊峰度 μ₄/μ₂²（正态分布为 3）。`,
    },
    least: { title: '最小隐藏值', unit: '无', definition: `${states}的全部数值中最小的。` },
    largest: { title: '最大隐藏值', unit: '无', definition: `${states}的全部数值中最大的。` },
  },
  headMetrics: {
    first: {
      title: '词元 0 的权重',
      unit: '行的份额',
      definition: '对所有查询取平均，落在第一个词元上的权重，各行不重新缩放。',
    },
    strongest: {
      title: '最大平均权重',
      unit: '行的份额',
      definition: '对所有查询取平均，得到权重最多的那个词元的权重；超过 0.3 即为汇聚。',
    },
    rowsum: {
      title: '行和',
      unit: '无；softmax 下为 1',
      definition: '对所有查询取平均的权重之和；小于 1 说明该头没有用足。',
    },
    zero: {
      title: '恰为零',
      unit: '权重的比例',
      definition: '下三角（含对角线）中以 32 位浮点数计恰为 0 的比例。',
    },
    zero16: {
      title: 'f16 下为零',
      unit: '权重的比例',
      definition: '下三角（含对角线）中舍入为 16 位浮点数后恰为 0 的比例。',
    },
    off: {
      title: '静默的词元',
      unit: '词元的比例',
      definition: '输出投影之前，该头输出的每个通道都小于 1e-6 的词元所占的比例。',
    },
    outmax: {
      title: '最大输出',
      unit: '无',
      definition: '输出投影之前，该头输出在所有词元与通道上的最大绝对值。',
    },
    entropy: {
      title: '熵',
      unit: '纳特',
      definition: '对有权重的查询取平均的 −Σ p ln p，p 为该行除以行和；最大为 ln T。',
    },
    distance: {
      title: '关注距离',
      unit: '词元',
      definition: '对有权重的查询，以该行除以行和为权，从查询回到键的平均词元数。',
    },
    previous: {
      title: '前一词元',
      unit: '行的份额',
      definition: '除第一个查询外，对所有查询取平均，落在前一个词元上的权重。',
    },
    self: {
      title: '自身',
      unit: '行的份额',
      definition: '对所有查询取平均，落在查询自身上的权重。',
    },
  },
  perplexity: (value) => `困惑度 ${value}`,
  shareOfHeads: (share, heads) => `${heads} 个头的 ${share}`,
  deadHeads: (values) => `在 500 万个词元上为死头的比例：${values}`,

  flags: {
    sink: {
      plural: '汇聚头',
      one: '注意力汇聚',
      definition:
        '对所有查询取平均，某个键得到的权重超过 0.3（另一个公布的阈值是 0.2）。少于 18 个词元时文本太短，无法判断：' +
        '对每个词元一视同仁的头，在 9 个词元以内会超过 0.3，在 17 个词元以内会超过 0.2。',
    },
    silent: {
      plural: '静默头',
      one: '静默',
      definition:
        '在这段文本至少 95 % 的词元上，该头输出的每个通道都小于 1e-6。论文在 500 万个词元上都如此时才称之为死头。',
    },
    'mostly-silent': {
      plural: '大多静默',
      one: '大多静默',
      definition: '在这段文本至少 75 %、但不到 95 % 的词元上，该头输出的每个通道都小于 1e-6。',
    },
  },
  possibleSink: '可能是注意力汇聚（文本太短，无法判断）',

  exactly0: '恰为 0',
  below: (value) => `小于 ${value}`,
  above: (value) => `大于 ${value}`,

  headsOf: (model, layers, heads) => `${model}：${layers} 层，每层 ${heads} 个头`,
  headName: (head) =>
    `第 ${head.layer} 层第 ${head.head} 头${head.flags.map((flag) => `，${flag}`).join('')}：` +
    `词元 ${head.key} ${head.token} 的平均权重 ${head.weight}；行和 ${head.rowSum}；零 ${head.zeros}` +
    (head.silence === null ? '' : `；在 ${head.silence} 的词元上静默`),
  meanWeight: '平均权重',
  onToken: (key, token) => `在词元 ${key}「${token}」上`,
  rowSum: '行和',
  zeros: '零',
  countedFromZero: '层（L）与头（H）从 0 开始计数。',
  pointAtHead: '指向一张图可看它的数字，点击可放大。',
  headTable: '数字表格',
  headTableTitle: (model, tokens) => `${model}：${tokens} 个词元`,
  columns: {
    layer: '层',
    head: '头',
    flags: '标记',
    meanOn: (token) => `${token} 的平均权重`,
    mostOn: '最受关注的词元',
    meanThere: '其平均权重',
    rowSum: '行和',
    zeros: '恰为零',
    silence: '静默的词元',
    key: '键',
    token: '词元',
    weight: '权重',
    place: '位置',
    received: '所得平均权重',
    ownSum: '自身行和',
  },

  layerHead: (layer, head) => `第 ${layer} 层第 ${head} 头`,
  mapName: (layer, head, tokens) =>
    `第 ${layer} 层第 ${head} 头的注意力图，${tokens} × ${tokens}：方向键移动，回车锁定，Esc 解锁并关闭；加号、减号和 0 缩放；P 固定`,
  queries: '查询 ↑',
  keys: '键 →',
  query: '查询',
  key: '键',
  pointAtCell: '指向一个格子可看它的权重，点击锁定，Esc 解锁。',
  maskedCell: '被遮蔽：之后的词元',
  locked: '已锁定（Esc）',
  allHeads: '所有头',
  rowSumsHint: '每个查询的权重之和',
  keyBarsHint: '每个键得到的权重：来自当前查询，以及对所有查询取平均',
  keyMean: '此键平均',
  meanOfAll: '平均',
  zoom: '缩放',
  zoomIn: '放大（+）',
  zoomOut: '缩小（−）',
  showAll: '显示全部（0）',
  partShown: (queries, keys) =>
    `显示查询 ${queries.first} 至 ${queries.last}、键 ${keys.first} 至 ${keys.last}。`,
  allShown: '显示整张图。',
  rowTable: '此行的表格',
  sumsTable: '行和的表格',
  sumsTableTitle: (head) => `${head}：平均权重与行和`,
  rowTableTitle: (head, token, query) => `${head}：查询「${token}」（${query}）的权重`,

  minus: '减去',
  minusHint: '从这个头的权重中减去另一个头的权重',
  minusNothing: '减去…',
  otherPane: '另一个模型',
  layer: (layer) => `第 ${layer} 层`,
  headMinus: (head, other) => `${head} 减去 ${other}`,
  difference: '差',
  cannotSubtract: {
    'no-pane': '未减去任何内容：没有另一个模型的结果。',
    'no-head': '未减去任何内容：没有这个编号的头。',
    'other-tokens': '未减去任何内容：另一个模型把这段文本切成不同的词元，两边的格子不是同一对词元。',
  },

  pin: '固定',
  pinHint: '让这个头一直显示在模型上方（P）',
  pinnedHeads: '已固定的头',
  headOf: (head, model) => `${model} 的 ${head}`,
  pinnedNow: (head, model) => `已固定 ${model} 的 ${head}。`,
  unpinnedNow: (head, model) => `已取消固定 ${model} 的 ${head}。`,
  pinsFull: (most) => `已固定 ${most} 个头，达到上限：请先取消一个。`,
  unpin: (head, model) => `取消固定 ${model} 的 ${head}`,
  unpinAll: '全部取消固定',
  pinnedName: (layer, head, model, tokens) =>
    `${model} 第 ${layer} 层第 ${head} 头的注意力图，${tokens} × ${tokens}：方向键移动，回车锁定，Esc 解锁；加号、减号和 0 缩放；P 取消固定`,
  upTo: (limit) => `颜色上限 ${limit}`,
  close: '关闭',
  retry: '重试',

  problems: {
    'too-long': {
      what: '这段文本对该模型来说太长。',
      advice: '请缩短到计数器的限度之内；已输入的内容会保留。',
    },
    'missing-file': {
      what: '该模型缺少一个文件。',
      advice: '请重试；若仍然缺少，说明本站上该模型的文件夹不完整。',
    },
    'broken-file': {
      what: '该模型的一个文件已损坏：与模型卡所述不符。',
      advice: '重试会重新下载；若仍无效，则是本站上的文件有误。',
    },
    'no-model': {
      what: '本站没有这个名字的模型。',
      advice: '请从菜单中选择另一个模型。',
    },
    'out-of-memory': {
      what: '浏览器内存不足。',
      advice: '请缩短文本或关闭其他标签页后重试；已输入的内容会保留。',
    },
    'device-lost': {
      what: '图形设备已丢失，休眠或驱动更新之后会这样。',
      advice: '重试会重新启动它；你的文本会保留。',
    },
    offline: {
      what: '该模型尚未存于此浏览器，且无法连接网络。',
      advice: '请联网后重试；之后无需网络也能使用。',
    },
    aborted: {
      what: '计算已停止。',
      advice: '重试会重新开始。',
    },
    other: {
      what: '出现了意外的问题。',
      advice: '请重试；若再次发生，请重新加载页面：地址中保留着你的文本。',
    },
  },
};
