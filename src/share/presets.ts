/** The three sample texts of the paper (Zuhri et al. 2025, appendix H), word for word. */

export interface Preset {
  readonly title: string;
  readonly text: string;
}

export const presets: readonly Preset[] = [
  {
    title: 'Transduction',
    text: 'The dominant sequence transduction models are based on complex recurrent or convolutional neural networks that include an encoder and a decoder. The best performing models also connect the encoder and decoder through an attention mechanism.',
  },
  {
    title: 'Bee',
    text: "According to all known laws of aviation, there is no way that a bee should be able to fly. Its wings are too small to get its fat little body off the ground. The bee, of course, flies anyway. Because bees don't care what humans think is impossible.",
  },
  {
    title: 'Phoenix',
    text: "An idol whose dream is to become the owner of a fast food chain. Kiara is a phoenix, not a chicken or turkey (Very important). She burns brightly, working herself to the bone since she'll just be reborn from her ashes anyway.",
  },
];
