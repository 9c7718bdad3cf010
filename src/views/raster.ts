/** Pictures between the forms that they travel in: bitmap, PNG, SVG. */

/** The bitmap as a PNG in a data address; the bitmap is closed. */
export async function pngAddress(bitmap: ImageBitmap): Promise<string> {
  const canvas = document.createElement('canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.toDataURL('image/png');
}

/** SVG text as a PNG of `times` pixels a unit. Throws `views: …` if the browser cannot draw so large a picture. */
export async function rasterise(svg: string, times: number): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(image.naturalWidth * times);
    canvas.height = Math.round(image.naturalHeight * times);
    const context = canvas.getContext('2d');
    if (context) context.imageSmoothingEnabled = false;
    context?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob) return blob;
    throw new Error(`views: expected a PNG of ${canvas.width} × ${canvas.height} pixels, got none`);
  } finally {
    URL.revokeObjectURL(address);
  }
}
