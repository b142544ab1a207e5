/*
 * Speed that is bound to the inside of .NET 10.0.12: the objects that hold
 * statics.  Before Main the runtime makes one for each type that has statics
 * for the collector to see, nearly seven hundred, in the heap for what never
 * moves.  An object there goes the collector's long way each time, some twelve
 * hundred instructions.  So ask for one large object, and cut the others out
 * of it.
 *
 * The collector walks its heap from object to object, by their sizes.  What is
 * left of the large one stands behind the last that was cut off, as a free
 * object: so the heap can be walked at every moment, and a collection takes the
 * rest back by itself.  Nothing is cut off once Main has begun.
 */
#include <stddef.h>
#include "entry.h"

/* What every object begins with, and what an array adds. */
struct type {
  unsigned flags;
  unsigned base_size;
};
struct object {
  struct type *type;
  unsigned length;
  unsigned padding;
};

/* The word in front of each object counts towards its size. */
#define SMALLEST_OBJECT (sizeof (struct object) + sizeof (void *))
#define BLOCK 8192
#define LARGEST_TO_CUT 1024
#define NEVER_MOVES 0x40

extern struct type *g_pFreeObjectEEType;
void RhAllocateNewArray(struct type *, unsigned, unsigned, struct object **);
void __real_RhAllocateNewObject(struct type *, unsigned, struct object **);

static char *rest;
static unsigned left;

static void keep_rest(void)
{
  struct object *free_object = (struct object *)rest;

  free_object->type = g_pFreeObjectEEType;
  free_object->length = left - SMALLEST_OBJECT;
}

void __wrap_RhAllocateNewObject(struct type *type, unsigned flags,
                                struct object **result)
{
  unsigned size = (type->base_size + 7) & ~7U;
  struct object *block = NULL;

  if (started || flags != NEVER_MOVES || size > LARGEST_TO_CUT) {
    __real_RhAllocateNewObject(type, flags, result);
    return;
  }
  if (left < size + SMALLEST_OBJECT) {
    RhAllocateNewArray(g_pFreeObjectEEType, BLOCK, flags, &block);
    if (!block) {
      __real_RhAllocateNewObject(type, flags, result);
      return;
    }
    rest = (char *)block;
    left = BLOCK + SMALLEST_OBJECT;
  }
  *result = (struct object *)rest;
  rest += size;
  left -= size;
  keep_rest();
  /* All else in it is zero already. */
  (*result)->type = type;
  (*result)->length = 0;
}
