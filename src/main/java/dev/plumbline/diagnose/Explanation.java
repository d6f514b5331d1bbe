package dev.plumbline.diagnose;

/**
 * A mistake that reproduces what a network has.
 *
 * @param mistake which
 * @param because in which way, where there are several; may be empty
 * @param formula what is right
 * @param numpy the line that is right, in NumPy; may be empty
 * @param java the same in Java
 * @param kotlin the same in Kotlin
 */
public record Explanation(Mistake mistake, String because, String formula, String numpy, String java, String kotlin) {

    /** The same with no line to write, for a network that writes otherwise than the lines would. */
    Explanation withoutLines() {
        return new Explanation(mistake, because, formula, "", "", "");
    }
}
