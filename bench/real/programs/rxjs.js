// rxjs: values over (virtual) time.
'use strict';
const { of, from, interval, timer, Subject, merge, combineLatest, concat, throwError, BehaviorSubject } = require('rxjs');
const { map, filter, take, scan, mergeMap, switchMap, debounceTime, catchError, toArray, bufferCount, groupBy, reduce, delay, retry } = require('rxjs/operators');
from([1, 2, 3, 4, 5]).pipe(filter((n) => n % 2), map((n) => n * n), scan((a, b) => a + b)).subscribe((n) => console.log('sum', n));
concat(of('a', 'b'), of('c').pipe(delay(20)), interval(5).pipe(take(3))).pipe(toArray()).subscribe({ next: (list) => console.log(list), complete: () => console.log('complete') });
const subject = new Subject();
subject.pipe(switchMap((n) => timer(0).pipe(map(() => n * 10)))).subscribe((n) => console.log('switched', n));
subject.next(1); subject.next(2);
const behavior = new BehaviorSubject(0);
combineLatest([behavior, of('x')]).subscribe(([n, s]) => console.log(n, s));
behavior.next(1);
from([3, 1, 2, 5]).pipe(groupBy((n) => n % 2), mergeMap((group) => group.pipe(reduce((a, b) => a + b, 0), map((n) => [group.key, n])))).subscribe((pair) => console.log(pair));
let tries = 0;
throwError(() => new Error(`try ${++tries}`)).pipe(retry(2), catchError((error) => of(error.message))).subscribe((text) => console.log(text));
from([1, 2, 3, 4, 5]).pipe(bufferCount(2)).subscribe((list) => console.log(list));
