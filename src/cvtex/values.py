"""Values: `dataclass`, `field` and `replace` of the standard library, for those of its classes that the house uses.

The standard library writes and compiles each method of each class whenever Python starts: half a millisecond a class, a fifth of
a build. Here `__init__` alone is written, when a class is first called; the others ask the fields by name. Fields are not
inherited, and there is no `__post_init__`.
To a type checker, and to `fields` and `is_dataclass`, all is as if the standard library had made it.
"""

from operator import attrgetter, ge, gt, le, lt
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
        known = {"_NONE": _NONE, "__name__": cls.__module__}
        takes, sets = ["self"], []
        for name, about in fields.items():
            known |= {f"_set_{name}": cls.__dict__[name].__set__, f"_default_{name}": about.default}
            default, value = "", name
            if about.default_factory is not _NONE:
                known[f"_default_{name}"] = about.default_factory
                default, value = "=_NONE", f"_default_{name}() if {name} is _NONE else {name}"
            elif about.default is not _NONE:
                default = f"=_default_{name}"
            takes.append(name + default)
            sets.append(f"    _set_{name}(self, {value})\n")
        exec(f"def __init__({', '.join(takes)}):\n{''.join(sets) or '    pass'}", known)
        known["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
        return known["__init__"]

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
