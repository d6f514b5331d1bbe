package dev.plumbline.dl4j.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.plumbline.dl4j.kernel.ColumnMajor.Operand;
import java.util.Optional;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProductVerificationTests {

    /** Under every kernel, so also under one that the machine has set. */
    @Test
    void theKernelOfThisProcessIsRight() {
        assertEquals(Optional.empty(), ProductVerification.faultOfOpenBlas());
    }

    /** OpenBLAS with a fault. */
    abstract static class Faulty implements Blas {
        @Override
        public double unitRoundoff() {
            return F64.unitRoundoff();
        }

        @Override
        public void gemm(double alpha, Operand a, Operand b, double beta, ColumnMajor c) {
            F64.gemm(alpha, a, b, beta, c);
        }

        @Override
        public void gemv(Operand a, ColumnMajor x, double beta, ColumnMajor y) {
            F64.gemv(a, x, beta, y);
        }

        @Override
        public void axpy(double alpha, ColumnMajor x, ColumnMajor y) {
            F64.axpy(alpha, x, y);
        }

        @Override
        public double dot(ColumnMajor x, ColumnMajor y) {
            return F64.dot(x, y);
        }
    }

    /** What goes wrong after the right product. */
    private interface Fault {
        void spoil(Operand a, Operand b, double beta, ColumnMajor c);
    }

    private static Faulty product(Fault fault) {
        return new Faulty() {
            @Override
            public void gemm(double alpha, Operand a, Operand b, double beta, ColumnMajor c) {
                super.gemm(alpha, a, b, beta, c);
                fault.spoil(a, b, beta, c);
            }
        };
    }

    /** Adds to the first number of the result. */
    private static Faulty addition(ToDoubleBiFunction<Operand, ColumnMajor> error) {
        return product((a, b, beta, c) -> c.values()[0] += error.applyAsDouble(a, c));
    }

    static Stream<Faulty> faults() {
        return Stream.of(
                product((a, b, beta, c) ->
                        c.values()[(c.columns() - 1) * c.distance()] += c.columns() == 17 ? 1e-10 : 0),
                addition((a, c) -> a.terms() > 512 ? 1e-9 : 0), // long sums
                product((a, b, beta, c) -> c.values()[0] *= a.isTransposed() && b.isTransposed() ? -1 : 1),
                product((a, b, beta, c) -> c.values()[0] += beta == 0.25 ? 0.01 : 0), // the sum that is added to
                product((a, b, beta, c) -> { // a memory that is not the result's
                    if (c.distance() > c.rows()) {
                        c.values()[c.rows()] = 0;
                    }
                }),
                addition((a, c) -> (float) c.values()[0] - c.values()[0]), // sums in 32 bits
                addition((a, c) -> c.rows() == 33 ? Double.NaN : 0), // which no comparison with a bound finds
                new Faulty() {
                    @Override
                    public void gemv(Operand a, ColumnMajor x, double beta, ColumnMajor y) {
                        super.gemv(a, x, beta, y);
                        y.values()[0] += a.isTransposed() ? 1e-10 : 0;
                    }
                },
                new Faulty() {
                    @Override
                    public void axpy(double alpha, ColumnMajor x, ColumnMajor y) {
                        super.axpy(alpha, x, y);
                        y.values()[(y.columns() - 1) * y.distance()] += y.columns() > 1 ? 1e-10 : 0;
                    }
                },
                new Faulty() {
                    @Override
                    public double dot(ColumnMajor x, ColumnMajor y) {
                        return super.dot(x, y) + (x.distance() > 1 ? 1e-10 : 0);
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("faults")
    void aFaultIsFound(Faulty faulty) {
        assertTrue(new ProductVerification(faulty).fault().isPresent());
    }
}
