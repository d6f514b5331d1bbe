package dev.plumbline.diagnose.findings;

/**
 * The correct lines for a tensor, in the variable names of the scaffolds.
 *
 * @param numpy in NumPy; may be empty
 * @param java in Java; may be empty
 * @param kotlin in Kotlin; may be empty
 */
public record CodeLines(String numpy, String java, String kotlin) {
    /** No lines, where a network's conventions would make them look different. */
    static final CodeLines NONE = new CodeLines("", "", "");
}
