package io.cmaclip.model.image;

/**
 * The model's input, into which resized rows are written.
 *
 * @param planar all of R, then G, then B
 * @param width of a row
 * @param plane length of a channel
 * @param place of the image in the frame
 */
record ImageFrame(byte[] planar, int width, int plane, Placement place) {
  /**
   * Writes a row.
   *
   * @param y row of the resized image's crop
   * @param levels R of all columns, then G, then B; 0 to 255
   */
  void write(int y, int[] levels) {
    int at = (place.top() + y) * width + place.left();
    int columns = place.width();
    for (int channel = 0; channel < 3; channel++) {
      int out = channel * plane + at;
      int in = channel * columns;
      for (int x = 0; x < columns; x++) {
        planar[out + x] = (byte) levels[in + x];
      }
    }
  }
}
