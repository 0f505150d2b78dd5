package wassily.linalg.draw;

/**
 * One draw of the factors of a block.
 *
 * @param cells the block
 * @param key which draw
 */
public record BlockDraw(CellDraws cells, DrawKey key) {}
