package dev.plumbline.diagnose.findings;

/**
 * A mistake that reproduces the network's tensor.
 *
 * @param mistake the mistake
 * @param because the variant of the mistake, if there are several; may be empty
 * @param formula the correct formula
 * @param numpy the correct line in NumPy; may be empty
 * @param java the correct line in Java
 * @param kotlin the correct line in Kotlin
 */
public record Explanation(Mistake mistake, String because, String formula, String numpy, String java, String kotlin) {

    /** A copy without lines, for a network whose conventions make its lines look different. */
    Explanation withoutLines() {
        return new Explanation(mistake, because, formula, "", "", "");
    }
}
