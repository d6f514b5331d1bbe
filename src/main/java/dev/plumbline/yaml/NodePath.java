package dev.plumbline.yaml;

/**
 * A place in the specification while it is read.
 *
 * @param path as the specification's own problems name it: {@code layers[0].units}
 * @param shown as the file has it, with the words on the way: {@code layers[0].dense}
 */
record NodePath(String path, String shown) {
    static final NodePath ROOT = new NodePath("", "");

    NodePath key(String name) {
        return new NodePath(join(path, name), join(shown, name));
    }

    NodePath index(int i) {
        return new NodePath(path + "[" + i + "]", shown + "[" + i + "]");
    }

    /** Inside of a word, which the specification's paths do not name. */
    NodePath word(String name) {
        return new NodePath(path, join(shown, name));
    }

    /** " in layers[0].dense"; nothing for the file as a whole. */
    String in() {
        return shown.isEmpty() ? "" : " in " + shown;
    }

    /** The last key and what follows it: {@code units}, {@code inputs[0][1]}. */
    String name() {
        return shown.isEmpty() ? "the file" : Texts.quoted(shown.substring(shown.lastIndexOf('.') + 1));
    }

    private static String join(String outer, String name) {
        return outer.isEmpty() ? name : outer + "." + name;
    }
}
