package dev.plumbline.yaml;

/** How a word may stand in a file, where no file is at hand. */
public final class Samples {
    private Samples() {}

    /** A valid value of a record in one line, its defaults left out: {@code { constant: { value: 0.25 } }}. */
    public static String of(Class<?> word) {
        return YamlWriter.flow(StandIns.of(word, 0));
    }
}
