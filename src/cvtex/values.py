"""Values: `dataclass`, `field` and `replace` of the standard library, for those of its classes that the house uses.

The standard library writes and compiles each method of each class whenever Python starts: half a millisecond a class, a fifth of
a build. Here `__init__` alone is written, when a class is first called, and compiled once for all classes of as many fields; the
others ask the fields by name. Fields are not inherited, and there is no `__post_init__`.
To a type checker, and to `fields` and `is_dataclass`, all is as if the standard library had made it.
"""

from functools import cache
from operator import attrgetter, ge, gt, le, lt
from types import FunctionType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace

    __all__ = ["dataclass", "field", "replace"]
else:
    _NONE = object()

    class field:
        """What is known of a field besides its name."""

        def __init__(self, *, default=_NONE, default_factory=_NONE, repr=True, compare=True):
            self.default, self.default_factory, self.repr, self.compare = default, default_factory, repr, compare

    def dataclass(*, frozen=False, slots=False, eq=True, order=False):
        """A decorator that makes a class of values of one with annotated names; `slots` must be asked for."""
        if not slots:
            raise TypeError("a class of values has slots")

        def decorated(cls):
            fields = {name: _field(cls.__dict__.get(name, _NONE)) for name in cls.__annotations__}
            inside = {name: what for name, what in cls.__dict__.items() if name not in (*fields, *_OWN)}
            names = tuple(fields)
            compared = tuple(name for name in names if fields[name].compare)
            methods = {"__repr__": _shown([name for name in names if fields[name].repr]), "__reduce__": _reduced}
            if eq:
                methods |= _comparing(compared, frozen=frozen, order=order)
            if frozen:
                methods |= {"__setattr__": _refused, "__delattr__": _refused}
            made = {"__slots__": names, "__match_args__": names, "__dataclass_fields__": _Fields(fields)}

            def __init__(self, *values, **named):
                new.__init__ = _init(new, fields)
                new.__init__(self, *values, **named)

            new = type(cls)(cls.__name__, cls.__bases__, methods | inside | made | {"__init__": __init__})
            new.__qualname__ = cls.__qualname__
            return new

        return decorated

    def replace(value, /, **changes):
        """The same value but for these fields."""
        return type(value)(**{name: getattr(value, name) for name in value.__match_args__} | changes)

    _OWN = ("__dict__", "__weakref__")

    def _field(default):
        return default if isinstance(default, field) else field(default=default)

    def _init(cls, fields):
        """The `__init__` that sets each field by its slot."""
        known, defaults, made = {"_NONE": _NONE, "__name__": cls.__module__}, [], []
        for number, (name, about) in enumerate(fields.items()):
            known[f"_set{number}"] = cls.__dict__[name].__set__
            made.append(about.default_factory is not _NONE)
            if made[-1]:
                known[f"_make{number}"] = about.default_factory
            if made[-1] or about.default is not _NONE:
                defaults.append(about.default)
            elif defaults:
                raise TypeError(f"the field {name!r} needs a default, as the one before it")
        code = _code(tuple(made)).replace(co_varnames=("self", *fields), co_qualname=f"{cls.__qualname__}.__init__")
        return FunctionType(code, known, "__init__", tuple(defaults))

    @cache
    def _code(made):
        """The code of an `__init__` of so many fields, some of them `made` where they are not given: one for many classes.

        To compile it takes ten times as long as to give its variables the names of the fields.
        """
        sets = [
            f"    _set{number}(self, _make{number}() if a{number} is _NONE else a{number})\n"
            if anew
            else f"    _set{number}(self, a{number})\n"
            for number, anew in enumerate(made)
        ]
        takes = ", ".join(("self", *(f"a{number}" for number in range(len(made)))))
        written = {}
        exec(f"def __init__({takes}):\n{''.join(sets) or '    pass'}", written)
        return written["__init__"].__code__

    def _comparing(names, *, frozen, order):
        """The methods that compare values of one class by these fields, and the hash of those that stay as they are."""
        get = attrgetter(*names) if len(names) > 1 else lambda value: tuple(getattr(value, name) for name in names)

        def __eq__(self, other):
            return get(self) == get(other) if other.__class__ is self.__class__ else NotImplemented

        def __hash__(self):
            return hash(get(self))

        def ordering(compare):
            return lambda self, other: (
                compare(get(self), get(other)) if other.__class__ is self.__class__ else NotImplemented
            )

        orders = {"__lt__": lt, "__le__": le, "__gt__": gt, "__ge__": ge} if order else {}
        methods = {name: ordering(compare) for name, compare in orders.items()}
        return {"__eq__": __eq__, "__hash__": __hash__ if frozen else None, **methods}

    def _shown(names):
        def __repr__(self):
            return f"{self.__class__.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

        return __repr__

    def _reduced(self):
        """What makes an equal value, for pickle and copy."""
        return type(self), tuple(getattr(self, name) for name in self.__match_args__)

    def _refused(_, name, *__):
        from dataclasses import FrozenInstanceError

        raise FrozenInstanceError(f"cannot change field {name!r}")

    class _Fields:
        """The fields as the standard library describes them, made for whoever asks first."""

        def __init__(self, fields):
            self.fields, self.described = fields, None

        def __get__(self, value, cls):
            if self.described is None:
                self.described = self._described(cls)
            return self.described

        def _described(self, cls):
            import dataclasses

            described = []
            for name, about in self.fields.items():
                known = {key: what for key, what in vars(about).items() if what is not _NONE}
                described.append((name, cls.__annotations__[name], dataclasses.field(**known)))
            return dataclasses.make_dataclass(cls.__name__, described).__dataclass_fields__
