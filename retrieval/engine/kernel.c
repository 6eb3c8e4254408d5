/* Integer kernels of late interaction: exact MaxSim, nearest centroid, the scan of codes, the scan of mean vectors.

   Rows are bytes with an offset of 128 (`u8`); what they are compared with is signed (`s8`), so that VNNI multiplies them as they
   lie. All sums are integers: every path, and the numba one beside this file, gives the same bits. Rows are a multiple of 4 long.
   A call works on the items [first, last): the caller gives each thread its share. */

#include <immintrin.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define LANES 32 /* query tokens that are compared at once */
#define ROWS 8   /* rows that are compared with them at once */
#define TILE 64  /* rows that stay in the first cache while the centroids pass */
#define LONGEST 4096 /* dimensions of a row at most */

enum { SCALAR = 0, AVX2 = 1, VNNI = 2 };

int best_level(void) {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vnni")) return VNNI;
    return __builtin_cpu_supports("avx2") ? AVX2 : SCALAR;
}

static inline int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

/* What rows are compared with, laid out for one path: `blocks` of 32, each 4 (VNNI) or 2 (AVX2) dimensions of all lanes together. */
typedef struct {
    int level, count, dim, blocks;
    int32_t *bias; /* -128 times the sum of each, which undoes the offset of the rows */
    void *packed;
} Panel;

static void *aligned(size_t bytes) { return aligned_alloc(64, (bytes + 63) / 64 * 64); }

static int pack(Panel *p, int level, const int8_t *given, int count, int dim) {
    int blocks = (count + LANES - 1) / LANES, group = level == VNNI ? 4 : 2;
    size_t cells = (size_t)blocks * LANES * dim;
    *p = (Panel){level, count, dim, blocks, aligned((size_t)blocks * LANES * 4), aligned(cells * (level == VNNI ? 1 : 2))};
    if (!p->bias || !p->packed) return -1;
    memset(p->bias, 0, (size_t)blocks * LANES * 4);
    memset(p->packed, 0, cells * (level == VNNI ? 1 : 2));
    for (int i = 0; i < count; i++) {
        const int8_t *row = given + (size_t)i * dim;
        size_t at = (size_t)(i / LANES) * LANES * dim + (size_t)(i % LANES) * group;
        int32_t sum = 0;
        for (int d = 0; d < dim; d++) sum += row[d];
        p->bias[i] = -128 * sum;
        for (int d = 0; d < dim; d += group, at += (size_t)LANES * group) {
            if (level == VNNI) memcpy((int8_t *)p->packed + at, row + d, 4);
            else ((int16_t *)p->packed)[at] = row[d], ((int16_t *)p->packed)[at + 1] = row[d + 1];
        }
    }
    return 0;
}

static void drop(Panel *p) { free(p->bias); free(p->packed); }

/* Products of 8 rows with a block, for one half of its lanes or both: a short query does not pay for 32.
   The sums have names, not places in an array: gcc would copy an array's registers at every step. */

#define EACH_ROW(DO) DO(0) DO(1) DO(2) DO(3) DO(4) DO(5) DO(6) DO(7)
#define BEGIN(r) __m512i low##r = low, high##r = high;
#define STEP(r)                                                          \
    memcpy(&four, at##r + d, 4);                                         \
    row = _mm512_set1_epi32(four);                                       \
    low##r = _mm512_dpbusd_epi32(low##r, row, a);                        \
    if (halves == 2) high##r = _mm512_dpbusd_epi32(high##r, row, b);
#define ROW(r) const uint8_t *at##r = rows + (size_t)r * dim;
#define GIVE(r) out[r][0] = low##r, out[r][1] = high##r;

__attribute__((target("avx512f,avx512bw,avx512vnni"), always_inline))
static inline void vnni_products(const uint8_t *rows, int dim, const Panel *p, int block, const int halves, __m512i out[ROWS][2]) {
    const int8_t *q = (const int8_t *)p->packed + (size_t)block * LANES * dim;
    __m512i low = _mm512_load_si512(p->bias + block * LANES), high = _mm512_load_si512(p->bias + block * LANES + 16), row;
    int32_t four;
    EACH_ROW(ROW)
    EACH_ROW(BEGIN)
    for (int64_t d = 0; d < dim; d += 4, q += LANES * 4) {
        __m512i a = _mm512_load_si512(q), b = _mm512_load_si512(q + 64);
        EACH_ROW(STEP)
    }
    EACH_ROW(GIVE)
}

__attribute__((target("avx2"), always_inline))
static inline void avx2_products(const uint8_t *row, int dim, const Panel *p, int block, __m256i out[4]) {
    const int16_t *q = (const int16_t *)p->packed + (size_t)block * LANES * dim;
    for (int h = 0; h < 4; h++) out[h] = _mm256_load_si256((const __m256i *)(p->bias + block * LANES) + h);
    for (int d = 0; d < dim; d += 2, q += LANES * 2) {
        __m256i pair = _mm256_set1_epi32(row[d] | row[d + 1] << 16);
        for (int h = 0; h < 4; h++) out[h] = _mm256_add_epi32(out[h], _mm256_madd_epi16(pair, _mm256_load_si256((const __m256i *)q + h)));
    }
}

static void scalar_products(const uint8_t *row, int dim, const Panel *p, int block, int32_t out[LANES]) {
    const int16_t *q = (const int16_t *)p->packed + (size_t)block * LANES * dim;
    memcpy(out, p->bias + block * LANES, LANES * 4);
    for (int d = 0; d < dim; d += 2, q += LANES * 2)
        for (int i = 0; i < LANES; i++) out[i] += row[d] * q[2 * i] + row[d + 1] * q[2 * i + 1];
}

/* The best of `n` rows for each lane of a block. */

__attribute__((target("avx512f,avx512bw,avx512vnni"), always_inline))
static inline void vnni_best(const uint8_t *rows, int64_t n, const Panel *p, int block, const int halves, int32_t best[LANES]) {
    __m512i low = _mm512_set1_epi32(INT32_MIN), high = low, out[ROWS][2];
    for (int64_t at = 0; at < n; at += ROWS) { /* the last rows are taken twice rather than fewer: no maximum changes */
        vnni_products(rows + (at + ROWS <= n ? at : n - ROWS) * p->dim, p->dim, p, block, halves, out);
        for (int r = 0; r < ROWS; r++) { low = _mm512_max_epi32(low, out[r][0]); high = _mm512_max_epi32(high, out[r][1]); }
    }
    _mm512_storeu_si512(best, low);
    _mm512_storeu_si512(best + 16, high);
}

__attribute__((target("avx512f,avx512bw,avx512vnni")))
static void vnni_maxima(const uint8_t *rows, int64_t n, const Panel *p, int block, int32_t best[LANES]) {
    uint8_t few[ROWS * LONGEST];
    if (n < ROWS) {
        for (int r = 0; r < ROWS; r++) memcpy(few + (size_t)r * p->dim, rows + (r < n ? r : 0) * p->dim, p->dim);
        rows = few, n = ROWS;
    }
    if (p->count - block * LANES <= LANES / 2) vnni_best(rows, n, p, block, 1, best);
    else vnni_best(rows, n, p, block, 2, best);
}

__attribute__((target("avx2")))
static void avx2_maxima(const uint8_t *rows, int64_t n, const Panel *p, int block, int32_t best[LANES]) {
    __m256i top[4], out[4];
    for (int h = 0; h < 4; h++) top[h] = _mm256_set1_epi32(INT32_MIN);
    for (int64_t r = 0; r < n; r++) {
        avx2_products(rows + r * p->dim, p->dim, p, block, out);
        for (int h = 0; h < 4; h++) top[h] = _mm256_max_epi32(top[h], out[h]);
    }
    for (int h = 0; h < 4; h++) _mm256_storeu_si256((__m256i *)best + h, top[h]);
}

static void scalar_maxima(const uint8_t *rows, int64_t n, const Panel *p, int block, int32_t best[LANES]) {
    int32_t out[LANES];
    for (int i = 0; i < LANES; i++) best[i] = INT32_MIN;
    for (int64_t r = 0; r < n; r++) {
        scalar_products(rows + r * p->dim, p->dim, p, block, out);
        for (int i = 0; i < LANES; i++) best[i] = out[i] > best[i] ? out[i] : best[i];
    }
}

/* The two bytes of a component as one integer: sixteen steps to a step of the first. */
static inline int16_t whole(uint8_t coarse, uint8_t fine) { return (int16_t)((coarse - 128) * 16 + ((fine - 128 + 8) >> 4)); }

__attribute__((target("avx2")))
static void avx2_dots(const int16_t *row, const int16_t *query, int dim, int count, int32_t *out) {
    for (int i = 0; i < count; i++, query += dim) {
        __m256i sum = _mm256_setzero_si256();
        int d = 0, rest = 0;
        for (; d + 16 <= dim; d += 16)
            sum = _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_loadu_si256((const __m256i *)(row + d)),
                                                          _mm256_loadu_si256((const __m256i *)(query + d))));
        for (; d < dim; d++) rest += row[d] * query[d];
        __m128i four = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
        four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4e));
        out[i] = rest + _mm_cvtsi128_si32(_mm_add_epi32(four, _mm_shuffle_epi32(four, 0xb1)));
    }
}

static void scalar_dots(const int16_t *row, const int16_t *query, int dim, int count, int32_t *out) {
    for (int i = 0; i < count; i++, query += dim) {
        out[i] = 0;
        for (int d = 0; d < dim; d++) out[i] += row[d] * query[d];
    }
}

/* MaxSim with both bytes of each component and a query of ten bits, for the best few. 0, or -1 without memory. */
int refine(int64_t level, const uint8_t *rows, const uint8_t *fine, const int64_t *offsets, const int64_t *places, int64_t first,
           int64_t last, int64_t dim, const int16_t *query, const int32_t *weights, int64_t count, int64_t *scores) {
    int32_t *best = malloc(count * 4), *out = malloc(count * 4);
    int16_t row[LONGEST];
    int failed = best && out ? 0 : -1;
    for (int64_t i = first; i < last && !failed; i++) {
        for (int q = 0; q < count; q++) best[q] = INT32_MIN;
        for (int64_t r = offsets[places[i]]; r < offsets[places[i] + 1]; r++) {
            for (int d = 0; d < dim; d++) row[d] = whole(rows[r * dim + d], fine[r * dim + d]);
            (level >= AVX2 ? avx2_dots : scalar_dots)(row, query, dim, count, out);
            for (int q = 0; q < count; q++) best[q] = out[q] > best[q] ? out[q] : best[q];
        }
        scores[i] = 0;
        for (int q = 0; q < count; q++) scores[i] += (int64_t)best[q] * weights[q];
    }
    free(best), free(out);
    return failed;
}

/* MaxSim of the fragments places[first..last): the weighted sum over query tokens of the best product. 0, or -1 without memory. */
int maxsim(int64_t level, const uint8_t *rows, const int64_t *offsets, const int64_t *places, int64_t first, int64_t last, int64_t dim,
           const int8_t *query, const int32_t *weights, int64_t count, int64_t *scores) {
    void (*maxima)(const uint8_t *, int64_t, const Panel *, int, int32_t *) =
        level == VNNI ? vnni_maxima : level == AVX2 ? avx2_maxima : scalar_maxima;
    Panel p;
    int32_t best[LANES];
    int failed = pack(&p, level, query, count, dim);
    for (int64_t i = first; i < last && !failed; i++) {
        int64_t start = offsets[places[i]], score = 0;
        for (int b = 0; b < p.blocks; b++) {
            maxima(rows + start * dim, offsets[places[i] + 1] - start, &p, b, best);
            for (int q = 0; q < least(LANES, count - b * LANES); q++) score += (int64_t)best[q] * weights[b * LANES + q];
        }
        scores[i] = score;
    }
    drop(&p);
    return failed;
}

__attribute__((target("avx512f,avx512bw,avx512vnni")))
static void vnni_nearest(const uint8_t *rows, int n, const Panel *p, int32_t *value, uint16_t *index) {
    __m512i best[TILE], where[TILE], out[ROWS][2];
    int whole = n / ROWS * ROWS;
    for (int r = 0; r < whole; r++) { best[r] = _mm512_set1_epi32(INT32_MIN); where[r] = _mm512_setzero_si512(); }
    for (int b = 0; b < p->blocks; b++)
        for (int at = 0; at < whole; at += ROWS) {
            vnni_products(rows + (size_t)at * p->dim, p->dim, p, b, 2, out);
            for (int r = 0; r < ROWS; r++)
                for (int h = 0; h < 2; h++) { /* strictly better, so the first of equals stays */
                    __mmask16 better = _mm512_cmpgt_epi32_mask(out[r][h], best[at + r]);
                    best[at + r] = _mm512_max_epi32(best[at + r], out[r][h]);
                    where[at + r] = _mm512_mask_mov_epi32(where[at + r], better, _mm512_set1_epi32(b * 2 + h));
                }
        }
    for (int r = 0; r < whole; r++) {
        int32_t top = _mm512_reduce_max_epi32(best[r]), places[16], found = INT32_MAX;
        __mmask16 equal = _mm512_cmpeq_epi32_mask(best[r], _mm512_set1_epi32(top));
        _mm512_storeu_si512(places, where[r]);
        for (int l = 0; l < 16; l++)
            if (equal >> l & 1 && places[l] * 16 + l < found) found = places[l] * 16 + l;
        value[r] = top, index[r] = (uint16_t)found;
    }
}

/* The centroid with the greatest product for each row in [first, last). The count of centroids is a multiple of 32. */
int nearest(int64_t level, const uint8_t *rows, int64_t first, int64_t last, int64_t dim, const int8_t *centroids, int64_t count, uint16_t *codes) {
    Panel p;
    int32_t value[TILE], out[LANES];
    int failed = pack(&p, level, centroids, count, dim);
    for (int64_t at = first; at < last && !failed; at += TILE) {
        int n = (int)least(TILE, last - at), done = level == VNNI ? n / ROWS * ROWS : 0;
        if (level == VNNI) vnni_nearest(rows + at * dim, n, &p, value, codes + at);
        for (int r = done; r < n; r++) {
            int32_t top = INT32_MIN;
            for (int b = 0; b < p.blocks; b++) {
                int32_t best[LANES];
                if (level == VNNI) vnni_maxima(rows + (at + r) * dim, 1, &p, b, best);
                else if (level == AVX2) avx2_maxima(rows + (at + r) * dim, 1, &p, b, best);
                else scalar_maxima(rows + (at + r) * dim, 1, &p, b, best);
                memcpy(out, best, sizeof out);
                for (int i = 0; i < LANES; i++)
                    if (out[i] > top) top = out[i], codes[at + r] = (uint16_t)(b * LANES + i);
            }
        }
    }
    drop(&p);
    return failed;
}

/* Products of each row in [first, last) with every query token: out[row][count]. */
__attribute__((target("avx512f,avx512bw,avx512vnni")))
static void vnni_rows(const uint8_t *rows, int64_t n, const Panel *p, int32_t *out) {
    __m512i found[ROWS][2];
    for (int64_t at = 0; at + ROWS <= n; at += ROWS)
        for (int b = 0; b < p->blocks; b++) {
            vnni_products(rows + at * p->dim, p->dim, p, b, 2, found);
            for (int r = 0; r < ROWS; r++)
                for (int h = 0; h < 2; h++) _mm512_storeu_si512(out + (at + r) * p->blocks * LANES + b * LANES + h * 16, found[r][h]);
        }
}

/* Products of each row in [first, last) with every query token, padded to a multiple of 32: out[row][lanes]. */
int products(int64_t level, const uint8_t *rows, int64_t first, int64_t last, int64_t dim, const int8_t *query, int64_t count, int32_t *out) {
    Panel p;
    int failed = pack(&p, level, query, count, dim);
    int64_t done = first, width = (int64_t)p.blocks * LANES;
    if (!failed && level == VNNI) {
        vnni_rows(rows + first * dim, last - first, &p, out + first * width);
        done += (last - first) / ROWS * ROWS;
    }
    for (; done < last && !failed; done++)
        for (int b = 0; b < p.blocks; b++) {
            if (level == VNNI) vnni_maxima(rows + done * dim, 1, &p, b, out + done * width + b * LANES);
            else if (level == AVX2) avx2_maxima(rows + done * dim, 1, &p, b, out + done * width + b * LANES);
            else scalar_maxima(rows + done * dim, 1, &p, b, out + done * width + b * LANES);
        }
    drop(&p);
    return failed;
}

/* Scale products to bytes, below zero is zero: table[block][row][32]. */
void bytes_of(const int32_t *given, int64_t first, int64_t last, int64_t rows, int64_t blocks, const float *scale, uint8_t *table) {
    for (int64_t r = first; r < last; r++)
        for (int b = 0; b < blocks; b++)
            for (int i = 0; i < LANES; i++) {
                int32_t value = (int32_t)((float)given[(r * blocks + b) * LANES + i] * scale[b * LANES + i]);
                table[((int64_t)b * rows + r) * LANES + i] = (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
            }
}

/* Floats times `scale` as bytes in `coarse`, and what that rounds away, in 254 parts of a step, in `fine`: rows of `dim` become `width`. */
#define QUANTISE                                                                       \
    for (int64_t r = first; r < last; r++) {                                           \
        const float *row = rows + r * dim;                                             \
        uint8_t *whole = coarse + r * width, *rest = fine + r * width;                 \
        for (int64_t d = 0; d < dim; d++) {                                            \
            float value = row[d] * scale, step = rintf(value);                         \
            step = step < -127 ? -127 : step > 127 ? 127 : step;                       \
            value -= step;                                                             \
            value = value < -0.5f ? -0.5f : value > 0.5f ? 0.5f : value;               \
            whole[d] = (uint8_t)((int32_t)step + 128);                                 \
            rest[d] = (uint8_t)((int32_t)rintf(value * 254) + 128);                    \
        }                                                                              \
        for (int64_t d = dim; d < width; d++) whole[d] = rest[d] = 128;                \
    }

__attribute__((target("avx2")))
static void avx2_quantise(const float *rows, int64_t first, int64_t last, int64_t dim, int64_t width, float scale, uint8_t *coarse, uint8_t *fine) {
    QUANTISE
}

static void scalar_quantise(const float *rows, int64_t first, int64_t last, int64_t dim, int64_t width, float scale, uint8_t *coarse, uint8_t *fine) {
    QUANTISE
}

void quantise(int64_t level, const float *rows, int64_t first, int64_t last, int64_t dim, int64_t width, const float *scale, uint8_t *coarse, uint8_t *fine) {
    (level >= AVX2 ? avx2_quantise : scalar_quantise)(rows, first, last, dim, width, *scale, coarse, fine);
}

/* The sum of each group's rows, in order: group g has the rows order[bounds[g]..bounds[g + 1]). */
void sums(const float *rows, const int64_t *order, const int64_t *bounds, int64_t first, int64_t last, int64_t dim, float *out) {
    for (int64_t g = first; g < last; g++) {
        float *sum = out + g * dim;
        memset(sum, 0, dim * sizeof *sum);
        for (int64_t i = bounds[g]; i < bounds[g + 1]; i++) {
            const float *row = rows + order[i] * dim;
            for (int64_t d = 0; d < dim; d++) sum[d] += row[d];
        }
    }
}

__attribute__((target("avx2")))
static int64_t avx2_gather(const uint16_t *codes, int64_t n, const uint8_t *table, const int16_t *weights) {
    __m256i best = _mm256_setzero_si256(), other = best;
    int64_t at = 0;
    for (; at + 2 <= n; at += 2) {
        best = _mm256_max_epu8(best, _mm256_loadu_si256((const __m256i *)(table + (size_t)codes[at] * LANES)));
        other = _mm256_max_epu8(other, _mm256_loadu_si256((const __m256i *)(table + (size_t)codes[at + 1] * LANES)));
    }
    if (at < n) best = _mm256_max_epu8(best, _mm256_loadu_si256((const __m256i *)(table + (size_t)codes[at] * LANES)));
    best = _mm256_max_epu8(best, other);
    __m256i low = _mm256_cvtepu8_epi16(_mm256_castsi256_si128(best)), high = _mm256_cvtepu8_epi16(_mm256_extracti128_si256(best, 1));
    __m256i sum = _mm256_add_epi32(_mm256_madd_epi16(low, _mm256_loadu_si256((const __m256i *)weights)),
                                   _mm256_madd_epi16(high, _mm256_loadu_si256((const __m256i *)weights + 1)));
    __m128i four = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
    four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4e));
    return _mm_cvtsi128_si32(_mm_add_epi32(four, _mm_shuffle_epi32(four, 0xb1)));
}

static int64_t scalar_gather(const uint16_t *codes, int64_t n, const uint8_t *table, const int16_t *weights) {
    uint8_t best[LANES] = {0};
    int64_t sum = 0;
    for (int64_t at = 0; at < n; at++)
        for (int i = 0; i < LANES; i++) {
            uint8_t value = table[(size_t)codes[at] * LANES + i];
            best[i] = value > best[i] ? value : best[i];
        }
    for (int i = 0; i < LANES; i++) sum += (int32_t)best[i] * weights[i];
    return sum;
}

/* The first stage: for each fragment the weighted sum of the best byte of its centroids. Sums of a block stay below 2^31. */
void scan_codes(int64_t level, const uint16_t *codes, const int64_t *offsets, int64_t first, int64_t last, const uint8_t *table, int64_t rows,
                int64_t blocks, const int16_t *weights, int32_t *scores) {
    for (int64_t i = first; i < last; i++) {
        const uint16_t *own = codes + offsets[i];
        int64_t n = offsets[i + 1] - offsets[i], sum = 0;
        for (int b = 0; b < blocks; b++)
            sum += (level >= AVX2 ? avx2_gather : scalar_gather)(own, n, table + (size_t)b * rows * LANES, weights + b * LANES);
        scores[i] = (int32_t)sum;
    }
}

__attribute__((target("avx512f,avx512bw,avx512vnni")))
static int32_t vnni_dot(const uint8_t *row, const int8_t *with, int64_t dim) {
    __m512i sum = _mm512_setzero_si512();
    for (int d = 0; d < dim; d += 64) {
        __mmask64 in = dim - d >= 64 ? ~0ULL : (1ULL << (dim - d)) - 1;
        sum = _mm512_dpbusd_epi32(sum, _mm512_maskz_loadu_epi8(in, row + d), _mm512_maskz_loadu_epi8(in, with + d));
    }
    return _mm512_reduce_add_epi32(sum);
}

static int32_t scalar_dot(const uint8_t *row, const int8_t *with, int64_t dim) {
    int32_t sum = 0;
    for (int d = 0; d < dim; d++) sum += row[d] * with[d];
    return sum;
}

/* The product of each mean vector in [first, last) with one vector. */
void scan_means(int64_t level, const uint8_t *means, int64_t first, int64_t last, int64_t dim, const int8_t *with, int32_t *scores) {
    int32_t bias = 0;
    for (int d = 0; d < dim; d++) bias -= 128 * with[d];
    for (int64_t i = first; i < last; i++) scores[i] = bias + (level == VNNI ? vnni_dot : scalar_dot)(means + i * dim, with, dim);
}
