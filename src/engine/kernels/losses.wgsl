// Next-token loss: −ln softmax(logits of token i)[token i + 1], in nats, from one pass over the logits.
// Workgroup i owns row i; invocation j of it every 256th logit, four at a time.

const LANES = 256u;
// Below any logit, yet so far from the end of f32 that arithmetic on it stays finite.
const LEAST = -1e30;

struct Text {
  vocabulary: u32,
  ids: array<u32>, // [T]
}

// Σ eˣ of some logits, shifted by their peak.
struct Running {
  peak: f32,
  sum: f32,
}

@group(0) @binding(0) var<storage, read> text: Text;
@group(0) @binding(1) var<storage, read> logits: array<f32>; // [T, V], the buffer may be longer
@group(0) @binding(2) var<storage, read_write> losses: array<f32>; // [T − 1], the buffer may be longer

var<workgroup> parts: array<Running, LANES>;

fn joined(a: Running, b: Running) -> Running {
  let peak = max(a.peak, b.peak);
  return Running(peak, a.sum * exp(a.peak - peak) + b.sum * exp(b.peak - peak));
}

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.x * text.vocabulary;
  let last = text.vocabulary - 1u;

  // 1. Four running sums, so that four loads are under way at once.
  var peaks = vec4f(LEAST);
  var sums = vec4f();
  for (var j = lane; j < text.vocabulary; j += 4u * LANES) {
    let at = j + vec4u(0u, LANES, 2u * LANES, 3u * LANES);
    let place = row + min(at, vec4u(last));
    let loaded = vec4f(logits[place.x], logits[place.y], logits[place.z], logits[place.w]);
    let inside = at <= vec4u(last);
    let x = select(vec4f(LEAST), loaded, inside);
    let next = max(peaks, x);
    sums = sums * exp(peaks - next) + select(vec4f(), exp(x - next), inside);
    peaks = next;
  }

  // 2. All together.
  let low = joined(Running(peaks.x, sums.x), Running(peaks.y, sums.y));
  let high = joined(Running(peaks.z, sums.z), Running(peaks.w, sums.w));
  parts[lane] = joined(low, high);
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) {
      parts[lane] = joined(parts[lane], parts[lane + half]);
    }
  }
  if (lane == 0u) {
    losses[group.x] = parts[0].peak + log(parts[0].sum) - logits[row + text.ids[group.x + 1u]];
  }
}
