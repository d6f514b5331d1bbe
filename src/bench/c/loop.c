/* Takes steps of a workload in plain loops and prints how long one takes: loop WIDTHS/BATCH/PRECISION SECONDS.
 * Compiled for f64 or, with -DREAL=float, for f32. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifndef REAL
#define REAL double
#endif
typedef REAL real;

#define MOST_LAYERS 64
static int layers, widths[MOST_LAYERS + 1], batch;
static real *a[MOST_LAYERS + 1], *w[MOST_LAYERS + 1], *delta[MOST_LAYERS + 1], *gradient[MOST_LAYERS + 1], *target;
static volatile real loss;

static real *fresh(size_t count, real scale) {
    real *values = malloc(count * sizeof *values);
    for (size_t i = 0; i < count; i++) values[i] = scale * (2 * (real) rand() / RAND_MAX - 1);
    return values;
}

static void step(void) {
    for (int l = 1; l <= layers; l++) {
        int n = widths[l], k = widths[l - 1];
        for (int i = 0; i < batch; i++) {
            real *restrict z = a[l] + (size_t) i * n;
            memset(z, 0, n * sizeof *z);
            for (int p = 0; p < k; p++) {
                real factor = a[l - 1][(size_t) i * k + p];
                const real *restrict row = w[l] + (size_t) p * n;
                for (int j = 0; j < n; j++) z[j] += factor * row[j];
            }
            for (int j = 0; j < n; j++) z[j] = 1 / (1 + (sizeof(real) == 4 ? expf(-z[j]) : exp(-z[j])));
        }
    }
    real sum = 0;
    int outputs = widths[layers];
    for (int i = 0; i < batch * outputs; i++) {
        real output = a[layers][i], error = output - target[i];
        sum += error * error / 2;
        delta[layers][i] = error * output * (1 - output);
    }
    loss = sum;
    for (int l = layers; l >= 1; l--) {
        int n = widths[l], k = widths[l - 1];
        memset(gradient[l], 0, (size_t) k * n * sizeof(real));
        for (int i = 0; i < batch; i++) {
            const real *restrict d = delta[l] + (size_t) i * n;
            for (int p = 0; p < k; p++) {
                real factor = a[l - 1][(size_t) i * k + p];
                real *restrict row = gradient[l] + (size_t) p * n;
                for (int j = 0; j < n; j++) row[j] += factor * d[j];
            }
        }
        if (l > 1)
            for (int i = 0; i < batch; i++)
                for (int p = 0; p < k; p++) {
                    const real *d = delta[l] + (size_t) i * n, *row = w[l] + (size_t) p * n;
                    real s = 0, output = a[l - 1][(size_t) i * k + p];
                    for (int j = 0; j < n; j++) s += d[j] * row[j];
                    delta[l - 1][(size_t) i * k + p] = s * output * (1 - output);
                }
    }
    for (int l = 1; l <= layers; l++)
        for (int i = 0; i < widths[l - 1] * widths[l]; i++) w[l][i] -= (real) (0.05 / batch) * gradient[l][i];
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + 1e-9 * t.tv_nsec;
}

static int ascending(const void *x, const void *y) {
    return (*(const double *) x > *(const double *) y) - (*(const double *) x < *(const double *) y);
}

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    char *rest = argv[1];
    for (layers = -1; *rest && *rest != '/' && layers < MOST_LAYERS; rest += *rest == '-')
        widths[++layers] = (int) strtol(rest, &rest, 10);
    batch = atoi(rest + 1);
    double seconds = atof(argv[2]);
    a[0] = fresh((size_t) batch * widths[0], 1);
    target = fresh((size_t) batch * widths[layers], 1);
    for (int l = 1; l <= layers; l++) {
        size_t weights = (size_t) widths[l - 1] * widths[l], units = (size_t) batch * widths[l];
        w[l] = fresh(weights, (real) sqrt(6.0 / (widths[l - 1] + widths[l])));
        gradient[l] = fresh(weights, 0);
        a[l] = fresh(units, 0);
        delta[l] = fresh(units, 0);
    }
    long count = 1;
    int n = 0;
    static double times[100000];
    double begin = now();
    while ((now() < begin + 2 * seconds || n < 5) && n < 100000) {
        double start = now();
        for (long i = 0; i < count; i++) step();
        double took = now() - start;
        if (took < 0.01) count *= 2;
        else if (start > begin + seconds) times[n++] = took / count;
    }
    qsort(times, n, sizeof *times, ascending);
    printf("{\"microseconds\": %.6g}\n", 1e6 * times[n / 2]);
    return 0;
}
