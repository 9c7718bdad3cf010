// What is known of a part of a head: of some of its queries, of some of its cells.
struct Part {
  counts: vec4u,      // weights that are 0, that are 0 in f16; rows with weight; tokens without output
  sums: vec4f,        // −p ln p, p · distance; weight on the token before the query, on the query itself
  extremes: vec3f,    // largest weight, largest |output|, largest of minus the row sums
  row_sum: f32,       // Σ of row sums
}
// How the survey of a layer is cut up, and where in the buffers of several layers each begins.
struct Extent {
  chunk: u32,           // queries that a workgroup visits
  chunks: u32,
  tiles: u32,           // of keys
  tallies: u32,         // of a head
  layer_parts: u32,     // from one layer to the next
  layer_columns: u32,
}

// Above any row sum, and finite.
const NO_SUM = 1e30;

var<workgroup> part_tile: array<Part, THREADS>;

fn nothing() -> Part {
  return Part(vec4u(), vec4f(), vec3f(0.0, 0.0, -NO_SUM), 0.0);
}

fn merged(a: Part, b: Part) -> Part {
  return Part(a.counts + b.counts, a.sums + b.sums, max(a.extremes, b.extremes), a.row_sum + b.row_sum);
}

// The parts of all invocations, eight to one and again, always in the same order; right in invocation 0 alone.
fn together(part: Part, thread: u32) -> Part {
  var whole = part;
  for (var width = THREADS; width > 1; width = (width + 7) / 8) {
    part_tile[thread] = whole;
    workgroupBarrier();
    let next = (width + 7) / 8;
    if (thread < next) {
      for (var other = thread + next; other < width; other += next) {
        whole = merged(whole, part_tile[other]);
      }
    }
    workgroupBarrier();
  }
  return whole;
}
