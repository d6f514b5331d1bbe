package dev.plumbline.scaffold;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names of files and classes, from the name of a network. */
final class ScaffoldNames {
    private ScaffoldNames() {}

    /**
     * The name in the style of the language: {@code three_layer_net} or {@code ThreeLayerNet}. The ending prevents
     * conflicts with existing modules and classes.
     */
    static String of(String network, Language language) {
        String[] words = Arrays.stream(network.split("[^A-Za-z0-9]+"))
                .filter(word -> !word.isEmpty())
                .toArray(String[]::new);
        boolean digit = words.length > 0 && Character.isDigit(words[0].charAt(0));
        if (language == Language.PYTHON) {
            String name = String.join("_", words).toLowerCase(Locale.ROOT);
            return (digit ? "net_" : "") + (name.isEmpty() ? "net" : name + "_net");
        }
        String name = Arrays.stream(words).map(ScaffoldNames::capitalized).collect(Collectors.joining());
        return (digit ? "Net" : "") + name + "Net";
    }

    /** The name of a function: {@code max_norm} becomes {@code maxNorm}. */
    static String camelCase(String word) {
        String name =
                Arrays.stream(word.split("_")).map(ScaffoldNames::capitalized).collect(Collectors.joining());
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    private static String capitalized(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    /** Text that is safe in a line comment: no control characters except line breaks, and no backslashes. */
    static String plain(String text) {
        return text.replace('\\', '/').replaceAll("[\\p{Cntrl}\\x{85}\\x{2028}\\x{2029}&&[^\\n]]", " ");
    }
}
