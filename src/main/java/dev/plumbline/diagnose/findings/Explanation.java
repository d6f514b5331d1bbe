package dev.plumbline.diagnose.findings;

/**
 * A mistake that reproduces the network's tensor.
 *
 * @param mistake the mistake
 * @param because the variant of the mistake, if there are several; may be empty
 * @param formula the correct formula
 * @param lines the correct lines
 */
public record Explanation(Mistake mistake, String because, String formula, CodeLines lines) {

    /** A copy without lines, for a network whose conventions make its lines look different. */
    Explanation withoutLines() {
        return new Explanation(mistake, because, formula, CodeLines.NONE);
    }
}
