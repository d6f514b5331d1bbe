package dev.plumbline.diagnose.findings;

/**
 * The correct lines for a tensor, in the notation of the network and with the names of the scaffolds.
 *
 * @param numpy in NumPy; may be empty
 * @param java in Java; may be empty
 * @param kotlin in Kotlin; may be empty
 */
public record CodeLines(String numpy, String java, String kotlin) {
    static final CodeLines NONE = new CodeLines("", "", "");
}
