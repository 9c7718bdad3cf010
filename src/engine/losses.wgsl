// Next-token loss: −ln softmax(logits of token i)[token i + 1], in nats.
// Workgroup i owns row i; invocation j of it every 256th logit.

const LANES = 256u;

struct Sizes {
  vocabulary: u32,
}

@group(0) @binding(0) var<uniform> sizes: Sizes;
@group(0) @binding(1) var<storage, read> logits: array<f32>; // [T, V], the buffer may be longer
@group(0) @binding(2) var<storage, read> ids: array<u32>; // [T]
@group(0) @binding(3) var<storage, read_write> losses: array<f32>; // [T − 1]

var<workgroup> peaks: array<f32, LANES>;
var<workgroup> sums: array<f32, LANES>;

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.x * sizes.vocabulary;

  // 1. The row's largest logit.
  var peak = -3.4e38;
  for (var j = lane; j < sizes.vocabulary; j += LANES) {
    peak = max(peak, logits[row + j]);
  }
  peaks[lane] = peak;
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) {
      peaks[lane] = max(peaks[lane], peaks[lane + half]);
    }
  }
  workgroupBarrier();
  peak = peaks[0];

  // 2. The sum of exponentials below it.
  var sum = 0.0;
  for (var j = lane; j < sizes.vocabulary; j += LANES) {
    sum += exp(logits[row + j] - peak);
  }
  sums[lane] = sum;
  for (var half = LANES / 2u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) {
      sums[lane] += sums[lane + half];
    }
  }
  if (lane == 0u) {
    losses[group.x] = peak + log(sums[0]) - logits[row + ids[group.x + 1u]];
  }
}
