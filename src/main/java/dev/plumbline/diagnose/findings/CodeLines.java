package dev.plumbline.diagnose.findings;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The correct lines for a tensor, in the notation of the network and with the names of the scaffolds.
 *
 * @param numpy in NumPy; may be empty
 * @param java in Java; may be empty
 * @param kotlin in Kotlin; may be empty
 */
public record CodeLines(String numpy, String java, String kotlin) {
    static final CodeLines NONE = new CodeLines("", "", "");

    private static final Pattern NAME = Pattern.compile("(?<![\\w.])[A-Za-z]\\w*(?!\\w)");

    /** The same with other names of variables in NumPy. */
    CodeLines with(Map<String, String> variables) {
        String named = NAME.matcher(numpy)
                .replaceAll(match -> Matcher.quoteReplacement(variables.getOrDefault(match.group(), match.group())));
        return new CodeLines(named, java, kotlin);
    }
}
