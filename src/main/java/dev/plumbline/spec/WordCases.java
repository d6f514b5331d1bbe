package dev.plumbline.spec;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/**
 * Calls the case of a word: the method of the family's {@code Cases} with the word's name, which takes the word itself or
 * its parameters. The compiler makes every implementation of {@code Cases} handle every word.
 */
final class WordCases {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /** The case of each word, as a function of the cases and the word. */
    private static final ClassValue<MethodHandle> ALL = new ClassValue<>() {
        @Override
        protected MethodHandle computeValue(Class<?> word) {
            try {
                return find(word);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
    };

    private WordCases() {}

    @SuppressWarnings("unchecked") // Each method of Cases<R> returns R.
    static <R> R match(Record word, Object cases) {
        try {
            return (R) (Object) ALL.get(word.getClass()).invokeExact(cases, (Object) word);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e); // no case declares an exception
        }
    }

    private static MethodHandle find(Class<?> word) throws IllegalAccessException {
        Class<?> cases = Arrays.stream(word.getInterfaces()[0].getDeclaredClasses())
                .filter(each -> each.getSimpleName().equals("Cases"))
                .findFirst()
                .orElseThrow();
        Method method = Arrays.stream(cases.getMethods())
                .filter(each -> each.getName().equalsIgnoreCase(word.getSimpleName()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(word + " has no case"));
        int count = method.getParameterCount();
        MethodHandle handle = LOOKUP.unreflect(method);
        if (count != 1 || method.getParameterTypes()[0] != word) {
            RecordComponent[] components = word.getRecordComponents();
            for (int i = 0; i < count; i++) {
                handle = MethodHandles.filterArguments(handle, 1 + i, LOOKUP.unreflect(components[i].getAccessor()));
            }
        }
        int[] fromWord = new int[1 + count];
        Arrays.fill(fromWord, 1, 1 + count, 1);
        MethodType type = MethodType.methodType(method.getReturnType(), cases, word);
        return MethodHandles.permuteArguments(handle, type, fromWord)
                .asType(MethodType.methodType(Object.class, Object.class, Object.class));
    }
}
