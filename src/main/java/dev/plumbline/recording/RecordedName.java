package dev.plumbline.recording;

import dev.plumbline.spec.EditDistance;
import dev.plumbline.trace.Quantity;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The name of an array in a recording: the symbol of a quantity and the layer, counted from 1, as in {@code dW2}; or
 * {@code loss}.
 *
 * @param quantity which
 * @param layer counted from 1; the last one for the loss
 */
record RecordedName(Quantity quantity, int layer) {
    /** The weights before the first step, where they are not the experiment's: {@code W1_initial}. */
    static final String INITIAL = "_initial";

    /** What the trained network makes of all examples. */
    static final String OUTPUTS = "outputs";

    /** How many steps were recorded. */
    static final String STEPS = "steps";

    private static final Pattern NUMBERED = Pattern.compile("([A-Za-z]+)([0-9]+)");

    /** The name, read; empty if no network with so many layers has such a tensor. */
    static Optional<RecordedName> parse(String name, int layers) {
        if (name.equals(Quantity.LOSS.symbol())) {
            return Optional.of(new RecordedName(Quantity.LOSS, layers));
        }
        Matcher matcher = NUMBERED.matcher(name);
        if (!matcher.matches() || matcher.group(2).length() > 6) {
            return Optional.empty();
        }
        int layer = Integer.parseInt(matcher.group(2));
        return Arrays.stream(Quantity.values())
                .filter(quantity -> quantity != Quantity.LOSS)
                .filter(quantity -> quantity.symbol().equals(matcher.group(1)))
                .filter(quantity -> layer >= 1 && layer <= layers)
                .findFirst()
                .map(quantity -> new RecordedName(quantity, layer));
    }

    /** Every name that a recording of a network with so many layers may have. */
    static List<String> all(int layers) {
        Stream<String> tensors = Arrays.stream(Quantity.values())
                .filter(quantity -> quantity != Quantity.LOSS)
                .flatMap(quantity -> IntStream.rangeClosed(1, layers).mapToObj(layer -> quantity.symbol() + layer));
        Stream<String> initial = Stream.of("W", "b")
                .flatMap(s -> IntStream.rangeClosed(1, layers).mapToObj(l -> s + l + INITIAL));
        return Stream.concat(Stream.concat(tensors, initial), Stream.of(Quantity.LOSS.symbol(), OUTPUTS, STEPS))
                .toList();
    }

    /** The name that takes the fewest edits, if these are few; case is free. */
    static Optional<String> nearest(String found, int layers) {
        return all(layers).stream()
                .filter(name -> edits(found, name) <= Math.max(1, name.length() / 2))
                .min(Comparator.comparingInt(name -> edits(found, name)));
    }

    private static int edits(String found, String name) {
        return EditDistance.between(found.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return quantity == Quantity.LOSS ? quantity.symbol() : quantity.symbol() + layer;
    }
}
