package dev.plumbline.yaml.node;

/**
 * A path in the specification during reading.
 *
 * @param path the path in the notation of {@code Problem}: {@code layers[0].units}
 * @param written the path in the file, which includes words: {@code layers[0].dense}
 */
public record NodePath(String path, String written) {
    public static final NodePath ROOT = new NodePath("", "");

    public NodePath key(String name) {
        return new NodePath(join(path, name), join(written, name));
    }

    public NodePath index(int i) {
        return new NodePath(path + "[" + i + "]", written + "[" + i + "]");
    }

    /** The path inside a word, which the specification's paths do not contain. */
    public NodePath word(String name) {
        return new NodePath(path, join(written, name));
    }

    /** " in layers[0].dense"; empty for the whole file. */
    public String in() {
        return written.isEmpty() ? "" : " in " + written;
    }

    /** The last key and its indices: {@code units}, {@code inputs[0][1]}. */
    public String name() {
        return written.isEmpty() ? "the file" : YamlMessages.quoted(written.substring(written.lastIndexOf('.') + 1));
    }

    private static String join(String outer, String name) {
        return outer.isEmpty() ? name : outer + "." + name;
    }
}
