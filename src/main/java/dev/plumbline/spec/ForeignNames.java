package dev.plumbline.spec;

import java.util.List;
import java.util.Locale;
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

    ForeignNames(String[] dl4j, String[] keras, String[] pytorch) {
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

    private static boolean has(List<String> names, String name) {
        String bare = bare(name);
        return names.stream().map(ForeignNames::bare).anyMatch(bare::equals);
    }

    static String bare(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        StringBuilder bare = new StringBuilder(lower.length());
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9') {
                bare.append(c);
            }
        }
        return bare.toString();
    }
}
