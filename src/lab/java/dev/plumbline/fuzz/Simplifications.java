package dev.plumbline.fuzz;

import dev.plumbline.spec.vocabulary.InvalidSpecException;
import dev.plumbline.spec.vocabulary.Parameter;
import dev.plumbline.spec.vocabulary.RecordBuilder;
import dev.plumbline.spec.vocabulary.Schema;
import dev.plumbline.spec.vocabulary.Vocabulary;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Replacements for a value that make a file simpler. */
final class Simplifications {
    private Simplifications() {}

    /** The versions of a record with one simpler value. */
    static List<Supplier<Object>> ofHolder(Object holder) {
        List<Supplier<Object>> all = new ArrayList<>();
        for (Parameter parameter : Schema.of(holder.getClass()).parameters()) {
            if (parameter.name().equals("units")) {
                continue; // other layers depend on the width; ShrinkCandidates changes it
            }
            for (Supplier<Object> simpler : of(parameter, parameter.valueIn(holder))) {
                all.add(() -> Schema.with(holder, parameter.name(), simpler.get()));
            }
        }
        all.addAll(shorter(holder));
        return all;
    }

    /** Removes the same element from all lists of a record, because such lists have one element for each item. */
    private static List<Supplier<Object>> shorter(Object holder) {
        int longest = Schema.of(holder.getClass()).parameters().stream()
                .filter(parameter -> parameter.isList() && !parameter.isTable() && !parameter.isOptional())
                .mapToInt(parameter -> ((List<?>) parameter.valueIn(holder)).size())
                .max()
                .orElse(0);
        return IntStream.range(0, longest > 1 ? longest : 0)
                .<Supplier<Object>>mapToObj(index -> () -> without(holder, index))
                .toList();
    }

    @SuppressWarnings("unchecked") // The schema of a class creates objects of that class.
    private static Object without(Object holder, int index) {
        Schema<Object> schema = (Schema<Object>) Schema.of(holder.getClass());
        List<Object> values = new ArrayList<>();
        for (Object value : schema.values(holder)) {
            values.add(value instanceof List<?> list ? without(list, index) : value);
        }
        return schema.create(values);
    }

    private static List<?> without(List<?> list, int index) {
        List<Object> shorter = new ArrayList<>(list);
        shorter.remove(index);
        return shorter;
    }

    /** Simpler values of a parameter. */
    static List<Supplier<Object>> of(Parameter parameter, Object value) {
        List<Supplier<Object>> all = new ArrayList<>();
        if (value instanceof Optional<?> optional) {
            if (optional.isPresent()) {
                all.add(Optional::empty);
                ofContent(optional.get()).forEach(simpler -> all.add(() -> Optional.of(simpler.get())));
            }
            return all;
        }
        parameter.defaultValue().ifPresent(usual -> all.add(() -> usual));
        all.addAll(ofContent(value));
        return all;
    }

    private static List<Supplier<Object>> ofContent(Object value) {
        if (value instanceof Double number) {
            return ofNumber(number).<Supplier<Object>>map(each -> () -> each).toList();
        }
        if (value instanceof Integer number) {
            return Arrays.stream(ShrinkCandidates.fewer(number))
                    .<Supplier<Object>>mapToObj(each -> () -> each)
                    .toList();
        }
        if (value instanceof List<?> list) {
            return ofList(list);
        }
        if (value instanceof Enum<?> constant) {
            return Arrays.stream(constant.getDeclaringClass().getEnumConstants())
                    .<Supplier<Object>>map(each -> () -> each)
                    .toList();
        }
        if (value instanceof Record word) {
            List<Supplier<Object>> all = new ArrayList<>(wordsWithin(word));
            all.addAll(otherWords(word));
            all.addAll(ofHolder(word));
            return all;
        }
        return List.of();
    }

    private static java.util.stream.Stream<Double> ofNumber(double number) {
        return DoubleStream.of(0, 1, digits(number, 1), digits(number, 2))
                .filter(each -> each != number)
                .boxed()
                .distinct();
    }

    private static double digits(double number, int digits) {
        return new BigDecimal(number).round(new MathContext(digits)).doubleValue();
    }

    /** Simplifies all numbers of a list, or one element. */
    private static List<Supplier<Object>> ofList(List<?> list) {
        List<Supplier<Object>> all = new ArrayList<>();
        for (double to : new double[] {0, 1}) {
            all.add(() -> mapped(list, number -> to));
        }
        all.add(() -> mapped(list, number -> digits(number, 1)));
        for (int i = 0; i < list.size(); i++) {
            int index = i;
            for (Supplier<Object> simpler : ofContent(list.get(i))) {
                all.add(() -> {
                    List<Object> changed = new ArrayList<>(list);
                    changed.set(index, simpler.get());
                    return changed;
                });
            }
        }
        return all;
    }

    private static Object mapped(Object value, java.util.function.DoubleUnaryOperator change) {
        if (value instanceof List<?> list) {
            return list.stream().map(each -> mapped(each, change)).toList();
        }
        return value instanceof Double number ? (Object) change.applyAsDouble(number) : value;
    }

    /** The words of the same family that a word contains. */
    private static List<Supplier<Object>> wordsWithin(Record word) {
        return Schema.of(word.getClass()).parameters().stream()
                .filter(parameter -> parameter.type() instanceof Class<?> type && type.isInstance(word))
                .<Supplier<Object>>map(parameter -> () -> parameter.valueIn(word))
                .toList();
    }

    /** Other words of the same family, with the common parameters. */
    private static List<Supplier<Object>> otherWords(Record word) {
        List<Supplier<Object>> all = new ArrayList<>();
        for (Class<?> family : word.getClass().getInterfaces()) {
            if (family.isSealed()) {
                for (Vocabulary.Entry entry : Features.words(family)) {
                    entry.schema()
                            .filter(schema -> schema.type() != word.getClass())
                            .ifPresent(schema -> all.add(() -> like(schema, word)));
                }
            }
        }
        return all;
    }

    /** A word whose required parameters come from another word: by name, otherwise the first of the same type. */
    private static <T> Object like(Schema<T> schema, Record word) {
        RecordBuilder<T> draft = RecordBuilder.of(schema.type());
        for (Parameter missing : draft.missing()) {
            Schema.of(word.getClass()).parameters().stream()
                    .filter(parameter -> parameter.type().equals(missing.type()))
                    .min(Comparator.comparing(parameter -> parameter.name().equals(missing.name()) ? 0 : 1))
                    .ifPresent(parameter -> draft.put(missing.name(), parameter.valueIn(word)));
        }
        if (!draft.missing().isEmpty()) {
            throw new InvalidSpecException(List.of());
        }
        return draft.finish();
    }
}
