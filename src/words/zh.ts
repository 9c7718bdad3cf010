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

  strip: '词元着色',
  strips: {
    query: { text: '查询', name: '查询：它关注什么' },
    key: { text: '键', name: '键：什么关注它' },
    loss: { text: '损失', name: '损失：每个词元有多难预测' },
  },
  otherModel: '改看另一个模型的',
  openForTokens: '打开一个头，可在词元上看它的权重。',
  pointForTokens: {
    query: '指向图中一格，或选一个词元，看它关注什么。',
    key: '指向图中一格，或选一个词元，看什么关注它。',
  },
  weightsShown: {
    query: (token, query) => `查询「${token}」（${query}）落在各词元上的权重`,
    key: (token, key) => `各词元落在键「${token}」（${key}）上的权重`,
  },
  lossesShown: '每个词元的损失：颜色越强，模型越感意外',
  nats: (value) => `${value} 纳特`,
  valueOf: (value, model) => `${value}（${model}）`,
  tokenSaid: (token) =>
    `「${token.token}」（${token.index}）· 编号 ${token.id}` +
    (token.losses === null ? '' : ` · 损失 ${token.losses}`) +
    (token.weight === null ? '' : ` · 权重 ${token.weight}`),
  tokenTable: '词元表格',
  tokenTableTitle: (model, tokens) => `${model === null ? '' : `${model}：`}${tokens} 个词元`,

  startToken: '以 <s> 开头',
  startWhy:
    '训练时每个文本窗口都以 <s> 开头：无话可说的头可以把权重放在那里。去掉它，词元 0 就是文本自己的第一个词元。',
  startSinks: (models, first) =>
    `在词元 0 上汇聚的头（平均权重超过 0.3）：` +
    models.map((each) => `${each.model} 有 <s> 时 ${each.started}，没有时 ${each.bare}`).join('；') +
    `。没有 <s> 时，词元 0 是「${first}」。`,
  startShort: '少于 18 个词元时文本太短，无法判断 <s> 对汇聚的影响。',

  recent: '最近',
  recentTexts: '最近的文本',
  recentKept: '只保存在此浏览器中。',
  recentNone: '停留十秒或被另一段取代的文本会保存在这里，只保存在此浏览器中。',
  tokenCount: (tokens) => `${tokens} 个词元`,
  eraseText: (beginning) => `删除「${beginning}」`,
  eraseAll: '全部删除',
  openFile: '打开 .txt',
  openFileAbout: '打开一个 .txt 文件，或把它拖放到文本上',
  dropFile: '放下 .txt 文件即取用其中的文本',
  notTaken: {
    many: () => '一次只能取用一个文件；文本保持原样。',
    type: (name) => `「${name}」不是 .txt 文件；文本保持原样。`,
    size: (name) => `「${name}」超过 1 MB；文本保持原样。`,
    encoding: (name) => `「${name}」不是 UTF-8 文本；文本保持原样。`,
    broken: (name) => `无法读取「${name}」；文本保持原样。`,
  },
  takeFirst: (tokens) => `只取前 ${tokens} 个词元`,

  loading: '正在加载',
  loadingDone: (loaded, total) => `${loaded} / ${total} MB`,
  loadingBytes: (done, stored) => `正在加载 ${done}${stored ? '（已存于本机）' : ''}`,
  toLoad: (megabytes) => `需加载 ${megabytes} MB，仅一次`,

  controls: '注意力图的颜色',
  scale: '刻度',
  scales: { linear: '线性', sqrt: '平方根', log: '对数' },
  range: '范围',
  ranges: { one: '0–1', layer: '每层', head: '每头' },
  palette: '配色',
  palettes: { warm: '暖色', safe: '色盲友好', print: '打印用灰度' },
  weight: '权重',
  weightUpTo: { layer: '权重，上限为本层最大值', head: '权重，上限为该头最大值' },
  largestOf: { layer: '本层最大值', head: '该头最大值' },
  exactZero: '恰为 0',
  masked: '被遮蔽（之后的词元）',
  undefinedValue: '无定义',

  tools: '头的显示、排序与筛选',
  toolsSet: (count) => (count === 0 ? '' : `已设 ${count} 项`),
  show: '显示',
  maps: '注意力图',
  sort: '排序',
  byLayer: '逐层',
  largestFirst: '从大到小',
  smallestFirst: '从小到大',
  only: '仅限',
  plain: {
    plural: '无标记的头',
    definition: '在这段文本上既非汇聚、也非静默或大多静默的头。',
  },
  kindCount: (plural, count) => `${plural}：${count}`,
  layers: '层',
  where: '条件',
  whereMetric: '筛选依据',
  from: (what) => `${what}，下限`,
  to: (what) => `${what}，上限`,
  noRange: '范围无效',
  definition: (title) => `“${title}”的含义`,
  unit: (unit) => `单位：${unit}。`,
  showAllHeads: '显示所有头',
  shownOf: (shown, all) => `${all} 个头中的 ${shown} 个。`,
  sortedBy: (title, rising) => `按“${title}”${rising ? '从小到大' : '从大到小'}排序。`,
  noneLeft: '该模型没有符合筛选条件的头。',

  charts: '逐层变化',
  chartsHint: '每个点是一个头，折线连接各层的平均值。按一张小图，即按该项给各头着色。',
  chartsKeys: '小图：左右方向键沿层移动，上下方向键切换小图',
  chartsOf: (model) => `${model}的逐层变化`,
  chartMean: (layer, mean, least, largest) => `第 ${layer} 层：平均 ${mean}，各头 ${least} 至 ${largest}`,
  chartNone: (layer) => `第 ${layer} 层：所有头均无定义`,
  chartHidden: (layer, value) => `第 ${layer} 层之后：${value}`,
  hidden: {
    title: '最大 |隐藏值|',
    unit: '无',
    definition: '该层之后的隐藏状态在所有词元与通道上的最大绝对值。',
  },
  layerTable: '各层平均值表格',
  layerTableTitle: (model, tokens) => `${model}：各层的头的平均值，${tokens} 个词元`,

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
  unitAt: (unit, tokens) => (tokens === null ? `单位：${unit}。` : `单位：${unit}。T = ${tokens}。`),
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
    mostOn: '最受关注的词元',
    key: '键',
    token: '词元',
    weight: '权重',
    place: '位置',
    received: '所得平均权重',
    ownSum: '自身行和',
    index: '序号',
    id: '编号',
    loss: (model) => `损失（${model}），纳特`,
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

  shortcuts: {
    button: '键盘快捷键',
    title: '键盘',
    keys: '按键',
    does: '作用',
    rows: [
      ['?', '显示此列表'],
      ['/', '转到文本框'],
      ['Tab', '转到下一部分；一个模型的所有头算一站'],
      ['← ↑ → ↓', '在头之间移动，或在大图的格子之间移动'],
      ['Home End Page Up Page Down', '转到一行或一列的两端'],
      ['Ctrl Home, Ctrl End', '转到第一个、最后一个'],
      ['Enter', '打开该头；在大图中锁定格子'],
      ['Esc', '解锁格子，然后关闭该头'],
    ],
  },
  tour: {
    button: '导览',
    offer: '第一次来？一分钟的导览会告诉你可以看什么。',
    take: '开始导览',
    skip: '不再提示',
    name: (step, steps) => `导览，第 ${step} 步，共 ${steps} 步`,
    back: '上一步',
    next: '下一步',
    end: '结束',
    steps: {
      text: '在此输入，或选一段示例。两个语言模型会随你的输入实时阅读；你输入的内容不会离开此浏览器。',
      tokens: '这是模型所看到的文本：词元。点表示词前的空格，<s> 标记文本的开头。',
      heads:
        '每个方块是一个注意力头。行为查询，列为键：每个词元对它之前的每个词元关注多少。两个模型只有注意力函数不同。',
      numbers:
        '三角形标记注意力汇聚：该头把权重花在一个词元上，通常是第一个。圆圈标记在这段文本上静默的头。指向任何数字可看它的含义以及论文中的数值。',
      open: '点击一个方块可放大，查看每个格子的权重；点击锁定格子，Esc 放开。',
      share: '你的所有选择都在地址里：复制链接即可发送，或用“导出”带走一张图。',
    },
  },
  export: {
    button: '导出',
    figure: '导出这张图',
    sheet: '导出所有头',
    size: 'PNG 尺寸',
    caption: '复制为图注',
    captionCopied: '图注已复制',
    captionNotCopied: '未能复制：浏览器不允许',
    failed: '未能生成文件：所显示的内容已不在。请重试。',
  },
  figure: {
    head: (head, model) => `${model} 的 ${head}`,
    sheet: (model) => `${model} 的所有头`,
    about: (tokens, scale, range) => `T = ${tokens} 个词元 · ${scale} · ${range}`,
    scaled: { linear: '线性刻度', sqrt: '平方根刻度', log: '对数刻度' },
    upTo: (limit) => `权重从 0 到 ${limit}`,
    ownUpTo: { layer: '权重从 0 到各层自己的最大值', head: '权重从 0 到各头自己的最大值' },
    headCaption: (head) =>
      `${head.model}（${head.layers} 层 × ${head.heads} 头，${head.rule}）第 ${head.layer} 层第 ${head.head} 头（从 0 计数）在“${head.text}”（T = ${head.tokens} 个词元）上的注意力。` +
      `行为查询，列为键；${head.scale}，${head.range}；恰为零者为灰色，之后的词元被遮蔽。` +
      `平均行和 ${head.rowSum}，恰为零 ${head.zeros}。由 Softpick Explorer 制作。`,
    sheetCaption: (sheet) =>
      `${sheet.model}（${sheet.layers} 层 × ${sheet.heads} 头，${sheet.rule}）在“${sheet.text}”（T = ${sheet.tokens} 个词元）上的所有注意力头。` +
      `各图的行为查询，列为键；多个格子落在同一像素时显示最大的权重；${sheet.scale}，${sheet.range}；恰为零者为灰色。` +
      `汇聚率（0.2 / 0.3）：${sheet.sink02} / ${sheet.sink03}；稀疏度 ${sheet.zero}；下一词元损失 ${sheet.loss}。由 Softpick Explorer 制作。`,
  },

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
