// One layer: T tokens, H query heads, K key heads, D = HEAD_SIZE channels a head.
struct Shape {
  tokens: u32,
  heads: u32,
  key_heads: u32,
  scale: f32, // 1/√D
}
@group(0) @binding(0) var<uniform> shape: Shape;
