package dev.plumbline.fuzz;

import dev.plumbline.spec.Draft;
import dev.plumbline.spec.InvalidSpecException;
import dev.plumbline.spec.Parameter;
import dev.plumbline.spec.Schema;
import dev.plumbline.spec.Vocabulary;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;

/** Values that a value could be replaced by to make a file simpler. */
final class Simpler {
    private Simpler() {}

    /** A record with one of its values made simpler. */
    static List<Supplier<Object>> ofHolder(Object holder) {
        List<Supplier<Object>> all = new ArrayList<>();
        for (Parameter parameter : Schema.of(holder.getClass()).parameters()) {
            if (parameter.name().equals("units")) {
                continue; // a width is not the layer's alone
            }
            for (Supplier<Object> simpler : of(parameter, parameter.valueIn(holder))) {
                all.add(() -> Changes.with(holder, parameter.name(), simpler.get()));
            }
        }
        return all;
    }

    /** Other values of a parameter. */
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
            return Arrays.stream(Reductions.fewer(number))
                    .<Supplier<Object>>mapToObj(each -> () -> each)
                    .toList();
        }
        if (value instanceof List<?> list) {
            return ofList(list);
        }
        if (value instanceof Record word) {
            List<Supplier<Object>> all = new ArrayList<>(otherWords(word));
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

    /** All its numbers made simpler at once, or one of its elements. */
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

    /** Other words of the same family, with the parameters that both have. */
    private static List<Supplier<Object>> otherWords(Record word) {
        List<Supplier<Object>> all = new ArrayList<>();
        for (Class<?> family : word.getClass().getInterfaces()) {
            if (family.isSealed()) {
                for (Vocabulary.Entry entry : Traits.words(family)) {
                    entry.schema()
                            .filter(schema -> schema.type() != word.getClass())
                            .ifPresent(schema -> all.add(() -> like(schema, word)));
                }
            }
        }
        return all;
    }

    private static <T> Object like(Schema<T> schema, Record word) {
        Draft<T> draft = Draft.of(schema.type());
        List<Parameter> own = Schema.of(word.getClass()).parameters();
        for (Parameter missing : draft.missing()) {
            own.stream()
                    .filter(parameter -> parameter.name().equals(missing.name())
                            && parameter.type().equals(missing.type()))
                    .forEach(parameter -> draft.put(missing.name(), parameter.valueIn(word)));
        }
        if (!draft.missing().isEmpty()) {
            throw new InvalidSpecException(List.of());
        }
        return draft.finish();
    }
}
