package dev.plumbline.data.preparation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The distinct texts of a column, numbered in the order of their first occurrence. */
public final class Categories {
    /** The maximum number: every text is kept in memory and becomes an input or an output of the network. */
    public static final int MOST = 10_000;

    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<Long> lines = new ArrayList<>();

    public Categories() {}

    /** These texts, which are on no line. */
    Categories(List<String> texts) {
        texts.forEach(text -> number(text, 0));
    }

    /** Returns the number of a text found on a line; -1 if there are too many texts. */
    public int number(String text, long line) {
        Integer number = numbers.get(text);
        if (number != null) {
            return number;
        }
        if (numbers.size() == MOST) {
            return -1;
        }
        numbers.put(text, numbers.size());
        lines.add(line);
        return numbers.size() - 1;
    }

    /** The number of a text; -1 if it has none. */
    int find(String text) {
        return numbers.getOrDefault(text, -1);
    }

    /** The number of distinct texts. */
    public int size() {
        return lines.size();
    }

    /** The texts in the order of their numbers. */
    public List<String> texts() {
        return List.copyOf(numbers.keySet());
    }

    /** The first line that has the text of this number. */
    public long line(int number) {
        return lines.get(number);
    }

    /** Sorts the texts like np.unique: by their characters, or by their values if all are numbers. */
    public static List<String> sorted(List<String> texts) {
        boolean areNumbers = texts.stream().allMatch(text -> Double.isFinite(value(text)));
        Comparator<String> byCharacters = Categories::compareCodePoints;
        return texts.stream()
                .sorted(
                        areNumbers
                                ? Comparator.comparingDouble(Categories::value).thenComparing(byCharacters)
                                : byCharacters)
                .toList();
    }

    private static double value(String text) {
        return Decimals.parse(text.toCharArray(), 0, text.length());
    }

    /** Python's order of strings, which differs from Java's beyond 16 bits. */
    private static int compareCodePoints(String a, String b) {
        int[] first = a.codePoints().toArray();
        int[] second = b.codePoints().toArray();
        return Arrays.compare(first, second);
    }
}
