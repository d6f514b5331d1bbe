package dev.plumbline.spec.vocabulary;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Other libraries' names for a word or a key of Plumbline.
 *
 * @param dl4j DL4J's names
 * @param keras Keras's names
 * @param pytorch PyTorch's names
 */
public record ForeignNames(List<String> dl4j, List<String> keras, List<String> pytorch) {
    public ForeignNames {
        dl4j = List.copyOf(dl4j);
        keras = List.copyOf(keras);
        pytorch = List.copyOf(pytorch);
    }

    public ForeignNames(String[] dl4j, String[] keras, String[] pytorch) {
        this(List.of(dl4j), List.of(keras), List.of(pytorch));
    }

    /** The libraries that use this name, "Keras and PyTorch"; empty if none does. Case and separators are ignored. */
    public Optional<String> usersOf(String name) {
        List<String> users = Stream.of(
                        has(dl4j, name) ? "DL4J" : "",
                        has(keras, name) ? "Keras" : "",
                        has(pytorch, name) ? "PyTorch" : "")
                .filter(library -> !library.isEmpty())
                .toList();
        return users.isEmpty() ? Optional.empty() : Optional.of(String.join(" and ", users));
    }

    /** All of them, as they are compared: without case and separators. */
    public Stream<String> bareNames() {
        return Stream.of(dl4j, keras, pytorch).flatMap(List::stream).map(ForeignNames::bare);
    }

    private static boolean has(List<String> names, String name) {
        return names.stream().anyMatch(foreignName -> isSame(foreignName, name));
    }

    /**
     * Whether two names are equal without case and separators; they differ early in most cases, and nothing is copied.
     */
    public static boolean isSame(String a, String b) {
        int i = 0;
        int j = 0;
        while (true) {
            i = nextLetter(a, i);
            j = nextLetter(b, j);
            if (i == a.length() || j == b.length()) {
                return i == a.length() && j == b.length();
            }
            if (Character.toLowerCase(a.charAt(i++)) != Character.toLowerCase(b.charAt(j++))) {
                return false;
            }
        }
    }

    /** The index of the next letter or digit; the length if there is none. */
    private static int nextLetter(String name, int from) {
        int i = from;
        while (i < name.length() && !isLetter(Character.toLowerCase(name.charAt(i)))) {
            i++;
        }
        return i;
    }

    private static boolean isLetter(char lower) {
        return lower >= 'a' && lower <= 'z' || lower >= '0' && lower <= '9';
    }

    /** A name without case and separators. */
    public static String bare(String name) {
        StringBuilder bare = new StringBuilder(name.length());
        for (int i = nextLetter(name, 0); i < name.length(); i = nextLetter(name, i + 1)) {
            bare.append(Character.toLowerCase(name.charAt(i)));
        }
        return bare.toString();
    }
}
