package dev.plumbline.dl4j;

import dev.plumbline.spec.Precision;
import java.nio.file.Path;

/** Prints the program of a sample network, in a separate JVM, to test which classes this loads. */
final class ProgramPrinter {
    private ProgramPrinter() {}

    public static void main(String[] arguments) {
        System.out.println(new Dl4jProgram(SampleNetworks.miniBatches(Precision.F32), Path.of("")).source());
        System.out.println(new Dl4jProgram(SampleNetworks.tutorial(Precision.F64, 60_000), Path.of("")).source());
        System.out.println(new Dl4jProgram(SampleNetworks.deeperTanh(Precision.F64), Path.of("")).source());
    }
}
